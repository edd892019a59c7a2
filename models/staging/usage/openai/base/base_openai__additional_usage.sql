{#-
    The additional charges of answers, and the first thing that is wrong with each usage object among them. The objects
    are read as those of answers are. A charge that counts calls has no such object and no tokens.
-#}
{%- set parts = openai_usage_fields() -%}
{%- set counts = parts.charge_counts -%}
{%- set modalities = [
    'text_in', 'cached_text', 'text_written', 'text_out', 'audio_in', 'cached_audio', 'audio_out', 'image_in',
    'cached_image', 'image_out'
] -%}
{%- set finding %}
    case
        when count_finding is not null then count_finding
        when usage_object is not null and coalesce(input_total, output_total, total_tokens) is null
            then 'missing_usage|the charge beside the answer states no sum of its tokens'
        {{ openai_usage_findings() }}
    end
{% endset -%}

with charges as (
    select
        *,
        lower(coalesce(raw_model, deployment)) as called_model,
        -- The tool makes images, whatever its model is called.
        case when event_key like '%/image_gen' then 'image_generation.completed' end as payload_type,
        cast(null as bigint) as data_items
    from {{ ref('base_openai__additional_charges') }}
),

fields_by_charge as (
    {{ computed_once('charges', {'fields': json_fields('usage_object', counts)}) | indent(4) }}
),

{{ whole_counts('fields_by_charge', counts, counts, parts.information) }},

objects_with_unknown_counts as (
    {{ with_unknown_counts(
        'objects_with_counts', 'usage_object', counts, parts.information, 'has_other_counts'
    ) | indent(4) }}
),

objects_with_count_finding as (
    select
        *,
        {{ count_finding(counts) | indent(4) }} as count_finding
    from objects_with_unknown_counts
),

{{ openai_usage_modalities('objects_with_count_finding') }},

charges_with_total as (
    select
        *,
        coalesce(input_total, 0) + coalesce(output_total, 0) as tokens
    from parts_with_cached_text
),

charges_with_finding as (
    {{ computed_once('charges_with_total', {'finding': finding}) | indent(4) }}
),

usage_of_charges as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        {% for name in counts -%}
        raw_{{ name }},
        {{ name }},
        {% endfor -%}
        {{ modalities | join(',\n        ') }},
        usage_object,
        meter,
        calls,
        answer_input,
        answer_tokens,
        input_total,
        tokens,
        unknown_counts,
        finding
    from charges_with_finding
)

select * from usage_of_charges
