{#-
    Bedrock counts exclusively, in the Converse API as in the bodies of Claude: input leaves out what was read from and
    written to the cache, while the total has all of it. OpenAI's models there answer as OpenAI does, inclusively, and
    their cache writes are priced like those of five minutes. A cross-region profile is told by the prefix of the model id.
-#}
{%- set counts = {
    'total_tokens': ['totalTokens', 'total_tokens'],
    'input_tokens': ['inputTokens', 'inputTokenCount', 'input_tokens', 'prompt_tokens'],
    'cached_tokens': nested_paths(
        ['input_tokens_details', 'prompt_tokens_details'], 'cached_tokens',
        ['cacheReadInputTokens', 'cacheReadInputTokenCount', 'cache_read_input_tokens']
    ),
    'written_inside_tokens': nested_paths(['input_tokens_details', 'prompt_tokens_details'], 'cache_write_tokens'),
    'reasoning_tokens': nested_paths(['output_tokens_details', 'completion_tokens_details'], 'reasoning_tokens'),
    'written_tokens': ['cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cache_creation_input_tokens'],
    'written_5m_tokens': ['cache_creation.ephemeral_5m_input_tokens'],
    'written_1h_tokens': ['cache_creation.ephemeral_1h_input_tokens'],
    'first_detail_tokens': ['cacheDetails[0].inputTokens'],
    'second_detail_tokens': ['cacheDetails[1].inputTokens'],
    'output_tokens': ['outputTokens', 'outputTokenCount', 'output_tokens', 'completion_tokens'],
} -%}
{%- set mapping = dict(
    counts, first_ttl=['cacheDetails[0].ttl'], second_ttl=['cacheDetails[1].ttl'], inclusive=['total_tokens', 'prompt_tokens']
) -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['bedrock']) }})
),

parsed as (
    {{ computed_once('envelopes', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

named as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'raw_model') | join(',\n        ') }},
        envelope_finding,
        usage_object,
        {{ bedrock_model_id('raw_model') }} as raw_model,
        {% for name in counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'first_ttl') }} as first_ttl,
        {{ json_field('fields', mapping, 'second_ttl') }} as second_ttl,
        {{ json_field('fields', mapping, 'inclusive') }} is not null as is_inclusive
    from parsed
),

counted as (
    select
        *,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        {{ unknown_count('usage_object', counts) }} as unknown_count
    from named
),

split_by_lifetime as (
    select
        *,
        {{ count_finding(counts) }} as count_finding,
        coalesce(written_1h_tokens, 0)
        + case when first_ttl = '1h' then coalesce(first_detail_tokens, 0) else 0 end
        + case when second_ttl = '1h' then coalesce(second_detail_tokens, 0) else 0 end as written_1h,
        coalesce(written_tokens, 0) as written,
        coalesce(input_tokens, 0)
        - case when is_inclusive then coalesce(cached_tokens, 0) + coalesce(written_inside_tokens, 0) else 0 end
            as uncached
    from counted
),

found as (
    select
        *,
        uncached + coalesce(cached_tokens, 0) + coalesce(written_inside_tokens, 0) + written as input_total,
        case
            when envelope_finding is not null then envelope_finding
            when count_finding is not null then count_finding
            when coalesce(input_tokens, cached_tokens, written_tokens, output_tokens) is null
                then 'missing_usage|the payload reports no usage, which is not a usage of zero'
            when written_1h > written
                then 'part_exceeds_whole|cache writes of one hour ' || written_1h || ' > cache writes ' || written
            when uncached < 0
                then 'part_exceeds_whole|cached and cache-write tokens > input ' || input_tokens
            when reasoning_tokens > coalesce(output_tokens, 0)
                then 'part_exceeds_whole|reasoning ' || reasoning_tokens || ' > output ' || coalesce(output_tokens, 0)
            when
                total_tokens != uncached + coalesce(cached_tokens, 0) + coalesce(written_inside_tokens, 0) + written
                + coalesce(output_tokens, 0)
                then 'parts_miss_total|input, cache and output do not add up to total ' || total_tokens
        end as finding
    from split_by_lifetime
),

renamed as (
    select
        {{ usage_envelope_columns() | reject('in', ['deployment_scope', 'region']) | join(',\n        ') }},
        coalesce(deployment_scope, {{ bedrock_deployment_scope('raw_model') }}) as deployment_scope,
        coalesce(region, {{ bedrock_region('raw_model') }}) as region,
        true as is_final_snapshot,
        false as is_part,
        input_total as context_tokens,
        input_total + coalesce(output_tokens, 0) as total_tokens,
        reasoning_tokens,
        {{ meter_columns({
            'text_input': 'uncached',
            'text_cached_input': 'coalesce(cached_tokens, 0)',
            'text_cache_write_5m': 'written + coalesce(written_inside_tokens, 0) - written_1h',
            'text_cache_write_1h': 'written_1h',
            'text_output': 'coalesce(output_tokens, 0)',
            'extra_quantity': "cast(split_part(unknown_count, '|', 2) as bigint)",
        }, "lower(split_part(unknown_count, '|', 1))", counts) }},
        finding
    from found
)

select * from renamed
