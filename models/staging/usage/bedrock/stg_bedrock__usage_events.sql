{#-
    Usage of Amazon Bedrock in disjoint meters, but for answers in Anthropic's own form. Bedrock counts exclusively, in
    the Converse API as in the usage objects of Claude: the input leaves out what was read from and written to the
    cache, while the total includes all of it. OpenAI's models there answer as OpenAI does, inclusively; their cache
    writes are priced like those of five minutes. Nova Sonic counts speech beside text. The prefix of the model id names
    a cross-region profile.

    The model is long because it reads several forms of usage object.
-#}
{%- set parts = bedrock_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{#- Counts that have names of several APIs. -#}
{%- set repeated = ['total_tokens', 'input_tokens', 'cached_tokens', 'written_tokens', 'output_tokens'] -%}
{%- set metric_names = [] -%}
{%- for name in parts.metrics -%}{%- do metric_names.append('metric_' ~ name) -%}{%- endfor -%}

with usage_objects as (
    select * from {{ ref('base_bedrock__usage_objects') }}
),

fields_by_usage_object as (
    {{ computed_once('usage_objects', {'fields': json_fields('usage_object', mapping)}) | indent(4) }}
),

usage_objects_with_texts as (
    select
        *,
        {% for name in parts.counts -%}
        {{ agreed_field('fields', mapping, name) if name in repeated else json_field('fields', mapping, name) }}
            as raw_{{ name }},
        {% endfor -%}
        {{ contradicting_counts('fields', mapping, repeated) }} as spelling_finding,
        {{ json_field('fields', mapping, 'first_ttl') }} as first_ttl,
        {{ json_field('fields', mapping, 'second_ttl') }} as second_ttl,
        {{ json_field('fields', mapping, 'inclusive') }} is not null as is_inclusive
    from fields_by_usage_object
),

usage_objects_with_counts as (
    select
        *,
        {% for name in parts.counts -%}
        {% set count = whole_number('raw_' ~ name) -%}
        {% if name in parts.metrics -%}
        case when raw_{{ name }} is null then metric_{{ name }} else {{ count }} end as {{ name }},
        {% else -%}
        {{ count }} as {{ name }}{{ ',' if not loop.last }}
        {% endif -%}
        {% endfor %}
    from usage_objects_with_texts
),

usage_objects_with_unknown_counts as (
    {{ with_unknown_counts('usage_objects_with_counts', 'usage_object', parts.counts) | indent(4) }}
),

usage_objects_by_lifetime as (
    select
        *,
        coalesce({{ count_finding(parts.counts | list + metric_names) }}, spelling_finding) as count_finding,
        {{ bedrock_cache_writes() }},
        coalesce(input_tokens, 0)
        - case when is_inclusive then coalesce(cached_tokens, 0) + coalesce(written_inside_tokens, 0) else 0 end
            as uncached
    from usage_objects_with_unknown_counts
),

usage_objects_with_finding as (
    select
        *,
        uncached + coalesce(cached_tokens, 0) + coalesce(written_inside_tokens, 0) + written + coalesce(heard_tokens, 0)
            as input_total,
        coalesce(output_tokens, 0) + coalesce(spoken_tokens, 0) as output_total,
        case
            when envelope_finding is not null then envelope_finding
            when count_finding is not null then count_finding
            when is_batch_sum
                then 'summed_usage|the manifest of a batch sums up its calls: land the lines of its output instead'
            when
                coalesce(input_tokens, cached_tokens, written_tokens, output_tokens) is null
                and coalesce(heard_tokens, spoken_tokens) is null
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
        end as finding,
        -- A request that was refused before any output is free, although its usage counts the input.
        is_refusal and coalesce(output_tokens, 0) = 0 as is_free
    from usage_objects_by_lifetime
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', ['deployment_scope', 'region']) | join(',\n        ') }},
        coalesce(deployment_scope, {{ bedrock_deployment_scope('raw_model') }}) as deployment_scope,
        coalesce(region, {{ bedrock_region('raw_model') }}) as region,
        true as is_final_snapshot,
        false as is_part,
        false as is_independent,
        case when is_free then 0 else input_total end as context_tokens,
        case when is_free then 0 else input_total + output_total end as total_tokens,
        reasoning_tokens,
        {{ meter_columns({
            'text_input': 'case when is_free then 0 else uncached end',
            'text_cached_input': 'case when is_free then 0 else coalesce(cached_tokens, 0) end',
            'text_cache_write_5m':
                'case when is_free then 0 else written + coalesce(written_inside_tokens, 0) - written_1h end',
            'text_cache_write_1h': 'case when is_free then 0 else written_1h end',
            'text_output': 'coalesce(output_tokens, 0)',
            'audio_input': 'coalesce(heard_tokens, 0)',
            'audio_output': 'coalesce(spoken_tokens, 0)',
        }, [
            {'meter': "'web_search_call'", 'quantity': 'nullif(web_searches, 0)'},
        ], parts.counts, unknown=true) }},
        finding
    from usage_objects_with_finding
)

select * from usage_events
