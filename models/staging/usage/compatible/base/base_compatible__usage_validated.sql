{#-
    Usage objects in OpenAI's form from other platforms, and the first thing that is wrong with each. They count
    inclusively, as OpenAI does, with three exceptions. xAI counts reasoning beside the output, which the total shows.
    Cohere reports the units that it bills beside the tokens that were used; the units leave out the cache. Perplexity
    bills the reasoning and the citations of a research beside its answer, at prices of their own.
-#}
{%- set parts = compatible_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{%- set finding %}
    case
        when envelope_finding is not null then envelope_finding
        when count_finding is not null then count_finding
        when coalesce(input_tokens, output_tokens, total_tokens) is null
            then 'missing_usage|the payload reports no usage, which is not a usage of zero'
        when cached + written + audio_in + video_in > input_total
            then 'part_exceeds_whole|cached, cache-write, audio and video tokens > input ' || input_total
        when audio_out + image_out > output_total
            then 'part_exceeds_whole|audio and image tokens > output ' || output_total
        when reasoning_tokens > output_total and not coalesce(is_research, false)
            then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || output_total
        when total_tokens != input_total + output_total
            then 'parts_miss_total|input and output do not add up to total ' || total_tokens
    end
{% endset -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['compatible']) }})
),

fields_by_envelope as (
    {{ computed_once('envelopes', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        usage_object,
        envelope_finding,
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'billed_units') }} is not null as is_billed_in_units,
        {{ json_field('fields', mapping, 'inside') }} is not null as is_research_inside,
        {{ json_field('fields', mapping, 'cost') }} as raw_cost
    from fields_by_envelope
),

usage_objects_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from usage_objects
),

usage_objects_with_unknown_counts as (
    {{ with_unknown_counts(
        'usage_objects_with_counts', 'usage_object', parts.counts, parts.information
    ) | indent(4) }}
),

usage_objects_with_totals as (
    select
        *,
        {{ count_finding(parts.counts) }} as count_finding,
        coalesce(input_tokens, 0) as input_total,
        coalesce(output_tokens, 0)
        + case
            when total_tokens = coalesce(input_tokens, 0) + coalesce(output_tokens, 0) + reasoning_tokens
                then reasoning_tokens
            else 0
        end as output_total,
        -- Billed units leave out the cache.
        case when is_billed_in_units then 0 else coalesce(cached_tokens, 0) end as cached,
        platform = 'perplexity' and lower(raw_model) like '%deep-research%' as is_research,
        coalesce(written_tokens, 0) as written,
        coalesce(input_audio_tokens, 0) as audio_in,
        coalesce(input_video_tokens, 0) as video_in,
        coalesce(output_audio_tokens, 0) as audio_out,
        coalesce(output_image_tokens, 0) as image_out,
        case when is_research_inside then coalesce(reasoning_tokens, 0) + coalesce(citation_tokens, 0) else 0 end
            as research_inside
    from usage_objects_with_unknown_counts
),

usage_objects_with_finding as (
    {{ computed_once('usage_objects_with_totals', {'finding': finding}) | indent(4) }}
)

select * from usage_objects_with_finding
