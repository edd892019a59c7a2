{#-
    Usage of Amazon Bedrock in disjoint meters. Bedrock counts exclusively, in the Converse API as in the bodies of
    Claude: the input leaves out what was read from and written to the cache, while the total includes all of it.
    OpenAI's models there answer as OpenAI does, inclusively; their cache writes are priced like those of five minutes.
    The prefix of the model id names a cross-region profile.

    The model is long because it reads three forms of usage object.
-#}
{%- set parts = bedrock_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}

with envelopes as (
    select * from {{ ref('stg_usage__envelopes') }}
    where landed_platform in ({{ text_list(var('usage_providers')['bedrock']) }})
),

fields_by_envelope as (
    {{ computed_once('envelopes', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

usage_objects as (
    select
        {{ usage_envelope_columns() | reject('equalto', 'raw_model') | join(',\n        ') }},
        envelope_finding,
        usage_object,
        {{ bedrock_model_id('raw_model') }} as raw_model,
        {% for name in parts.counts -%}
        {{ json_field('fields', mapping, name) }} as raw_{{ name }},
        {% endfor -%}
        {{ json_field('fields', mapping, 'first_ttl') }} as first_ttl,
        {{ json_field('fields', mapping, 'second_ttl') }} as second_ttl,
        {{ json_field('fields', mapping, 'inclusive') }} is not null as is_inclusive
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
    {{ with_unknown_counts('usage_objects_with_counts', 'usage_object', parts.counts) | indent(4) }}
),

usage_objects_by_lifetime as (
    select
        *,
        {{ count_finding(parts.counts) }} as count_finding,
        coalesce(written_1h_tokens, 0)
        + case when first_ttl = '1h' then coalesce(first_detail_tokens, 0) else 0 end
        + case when second_ttl = '1h' then coalesce(second_detail_tokens, 0) else 0 end as written_1h,
        coalesce(written_tokens, 0) as written,
        coalesce(input_tokens, 0)
        - case when is_inclusive then coalesce(cached_tokens, 0) + coalesce(written_inside_tokens, 0) else 0 end
            as uncached
    from usage_objects_with_unknown_counts
),

usage_objects_with_finding as (
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
    from usage_objects_by_lifetime
),

usage_events as (
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
        }, counts=parts.counts, unknown=true) }},
        finding
    from usage_objects_with_finding
)

select * from usage_events
