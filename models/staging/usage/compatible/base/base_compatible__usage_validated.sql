{#-
    Usage objects in the form of OpenAI's, and what is wrong with them. They count inclusively, as OpenAI does, with three
    exceptions: reasoning beside the output (xAI), which the total tells; units that are billed beside tokens that are used
    (Cohere); reasoning and citations of a research that are billed beside its answer at prices of their own (Perplexity).
-#}
{%- set counts = {
    'total_tokens': ['total_tokens'],
    'input_tokens': ['billed_units.input_tokens', 'prompt_tokens', 'input_tokens'],
    'cached_tokens': nested_paths(
        ['prompt_tokens_details', 'input_tokens_details'], 'cached_tokens',
        ['cached_tokens', 'num_cached_tokens', 'prompt_cache_hit_tokens']
    ),
    'written_tokens': nested_paths(
        ['prompt_tokens_details', 'input_tokens_details'], 'cache_write_tokens', ['cache_write_tokens']
    ),
    'input_audio_tokens': nested_paths(['prompt_tokens_details', 'input_tokens_details'], 'audio_tokens'),
    'input_video_tokens': nested_paths(['prompt_tokens_details', 'input_tokens_details'], 'video_tokens'),
    'output_tokens': ['billed_units.output_tokens', 'completion_tokens', 'output_tokens'],
    'output_audio_tokens': nested_paths(['completion_tokens_details', 'output_tokens_details'], 'audio_tokens'),
    'output_image_tokens': nested_paths(['completion_tokens_details', 'output_tokens_details'], 'image_tokens'),
    'reasoning_tokens': nested_paths(
        ['completion_tokens_details', 'output_tokens_details'], 'reasoning_tokens',
        ['reasoning_tokens', 'output_reasoning_tokens']
    ),
    'citation_tokens': ['citation_tokens', 'output_citation_tokens'],
    'searches': ['num_search_queries'],
} -%}
{%- set mapping = dict(
    counts, billed_units=['billed_units'], cost=['cost.total_cost', 'cost'], inside=['output_reasoning_tokens']
) -%}
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

parsed as (
    {{ computed_once('envelopes', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

named as (
    select
        {{ usage_envelope_columns() | join(',\n        ') }},
        landed_platform,
        usage_object,
        envelope_finding,
        {% for name in counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'billed_units') }} is not null as is_billed_in_units,
        {{ json_field('fields', mapping, 'inside') }} is not null as is_research_inside,
        {{ json_field('fields', mapping, 'cost') }} as raw_cost
    from parsed
),

counted as (
    select
        *,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ unknown_count('usage_object', counts, [
            'accepted_prediction_tokens', 'rejected_prediction_tokens', 'prompt_cache_miss_tokens', 'text_tokens'
        ]) }} as unknown_count
    from named
),

totalled as (
    select
        *,
        {{ count_finding(counts) }} as count_finding,
        coalesce(input_tokens, 0) as input_total,
        coalesce(output_tokens, 0)
        + case
            when total_tokens = coalesce(input_tokens, 0) + coalesce(output_tokens, 0) + reasoning_tokens
                then reasoning_tokens
            else 0
        end as output_total,
        -- Units are what is left to bill after the cache.
        case when is_billed_in_units then 0 else coalesce(cached_tokens, 0) end as cached,
        platform = 'perplexity' and lower(raw_model) like '%deep-research%' as is_research,
        coalesce(written_tokens, 0) as written,
        coalesce(input_audio_tokens, 0) as audio_in,
        coalesce(input_video_tokens, 0) as video_in,
        coalesce(output_audio_tokens, 0) as audio_out,
        coalesce(output_image_tokens, 0) as image_out,
        case when is_research_inside then coalesce(reasoning_tokens, 0) + coalesce(citation_tokens, 0) else 0 end
            as research_inside
    from counted
),

found as (
    {{ computed_once('totalled', {'finding': finding}) | indent(4) }}
)

select * from found
