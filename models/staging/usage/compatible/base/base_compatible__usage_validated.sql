{#-
    Usage objects in OpenAI's form from other platforms, and the first thing that is wrong with each. They count
    inclusively, as OpenAI does, with these exceptions:

    - xAI counts reasoning beside the output, which the total shows.
    - Cohere reports the units that it bills beside the tokens that were used. The units leave out the cache.
    - Perplexity bills the reasoning and the citations of a research beside its answer, at prices of their own.
    - Claude behind such a platform may answer as Anthropic does: a cache that is named as there, without a total, is
      beside the input.
    - Mistral bills audio by the second. Its tokens are in the total only, and a transcription bills nothing else.

    An object that states no modalities has those of its model's kind.
-#}
{%- set parts = compatible_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set finding %}
    case
        when envelope_finding is not null then envelope_finding
        when count_finding is not null then count_finding
        when coalesce(input_tokens, output_tokens, total_tokens) is null and charged_quantities is null
            then 'missing_usage|the payload reports no usage, which is not a usage of zero'
        when cached + written + audio_in + video_in > input_total
            then 'part_exceeds_whole|cached, cache-write, audio and video tokens > input ' || input_total
        when audio_out + image_out > output_total
            then 'part_exceeds_whole|audio and image tokens > output ' || output_total
        when research_inside + audio_out + image_out > output_total
            then 'part_exceeds_whole|reasoning and citations > output ' || output_total
        when reasoning_tokens > output_total and not is_research
            then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
        when total_tokens != input_total + output_total and not coalesce(is_heard, false)
            then 'parts_miss_total|input and output do not add up to total ' || total_tokens
        {{ several_requests_finding('requests', 'input_total') }}
    end
{% endset -%}

with charges as (
    select * from {{ ref('base_compatible__charges') }}
),

fields_by_charge as (
    {{ computed_once('charges', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        usage_object,
        envelope_finding,
        charged_quantities,
        charge_finding,
        is_heard,
        is_transcription,
        {{ model_kind('raw_model') | indent(8) }} as model_kind,
        coalesce(platform = 'perplexity' and lower(raw_model) like '%deep-research%', false) as is_research,
        {% for name in parts.texts -%}
        {{ json_field('fields', mapping, name) }} is not null as has_{{ name }},
        {% endfor -%}
        {{ whole_number(json_field('fields', mapping, 'requests')) }} as requests,
        fields
    from fields_by_charge
),

{{ whole_counts('usage_objects', mapping, parts.counts, parts.information) }},

-- Charges and tokens that are counted by a name are metered by it.
usage_objects_with_unknown_counts as (
    {{ computed_once('objects_with_counts', {
        'unknown_counts': "nullif(concat_ws(';', charged_quantities, "
         ~ unknown_counts('usage_object', parts.counts, parts.information, 'has_other_counts') ~ "), '')",
    }) | indent(4) }}
),

usage_objects_with_totals as (
    select
        *,
        coalesce(contradiction, {{ count_finding(parts.counts) | indent(8) }}, charge_finding) as count_finding,
        coalesce(input_tokens, 0)
        + case
            when has_outside and not has_inclusive then coalesce(cached_tokens, 0) + coalesce(written_tokens, 0)
            else 0
        end as input_total,
        coalesce(output_tokens, 0)
        + case
            when total_tokens = coalesce(input_tokens, 0) + coalesce(output_tokens, 0) + reasoning_tokens
                then reasoning_tokens
            else 0
        end as output_total,
        -- Billed units leave out the cache.
        case when has_billed_units then 0 else coalesce(cached_tokens, 0) end as cached,
        coalesce(written_tokens, 0) as written,
        coalesce(input_video_tokens, 0) as video_in,
        case
            when is_research and has_inside
                then coalesce(reasoning_tokens, 0) + coalesce(citation_tokens, 0)
            else 0
        end as research_inside
    from usage_objects_with_unknown_counts
),

usage_objects_with_modalities as (
    select
        *,
        case
            when model_kind = 'transcription' and input_audio_tokens is null and not has_input_text
                then greatest(input_total - cached - written - video_in, 0)
            else coalesce(input_audio_tokens, 0)
        end as audio_in,
        case
            when model_kind = 'speech' and output_audio_tokens is null and not has_output_text
                then greatest(output_total - coalesce(reasoning_tokens, 0), 0)
            else coalesce(output_audio_tokens, 0)
        end as audio_out,
        case
            when
                {{ makes_images('model_kind', 'raw_model', 'output_total') }}
                and output_image_tokens is null and not has_output_text
                then greatest(output_total - coalesce(reasoning_tokens, 0), 0)
            else coalesce(output_image_tokens, 0)
        end as image_out
    from usage_objects_with_totals
),

usage_objects_with_finding as (
    {{ computed_once('usage_objects_with_modalities', {'finding': finding}) | indent(4) }}
),

validated_usage as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        {% for name in parts.counts -%}
        raw_{{ name }},
        {{ name }},
        {% endfor -%}
        unknown_counts,
        input_total,
        output_total,
        cached,
        written,
        audio_in,
        video_in,
        audio_out,
        image_out,
        is_transcription,
        is_research,
        research_inside,
        finding
    from usage_objects_with_finding
)

select * from validated_usage
