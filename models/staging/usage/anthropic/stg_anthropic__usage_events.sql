{#-
    Usage of answers in the form of Anthropic's Messages API, in disjoint meters. Anthropic counts exclusively:
    `input_tokens` leaves out what was read from and written to the cache; output includes thinking. Writes that the
    object does not split by lifetime live five minutes, the default of the API. A request that was refused before any
    output is free, although its usage counts the input.

    The model is long because it checks two objects: what is beside an answer that cannot be true is refused with it.
-#}
{%- set parts = anthropic_usage_fields() -%}
{%- set mapping = dict(parts.counts, **parts.texts) -%}
{#- Columns of the object itself, and of the answer that it is beside. -#}
{%- set prefixes = ['', 'answer_'] -%}

with usage_objects as (
    select * from {{ ref('base_anthropic__usage_objects') }}
),

fields_by_object as (
    {{ computed_once('usage_objects', {
        'fields': json_fields('usage_object', mapping),
        'answer_fields': json_fields('answer_object', mapping),
    }) | indent(4) }}
),

objects_with_texts as (
    select
        *,
        {% for prefix in prefixes -%}
        {% for name in parts.counts -%}
        {{ json_field(prefix ~ 'fields', mapping, name) }} as raw_{{ prefix }}{{ name }},
        {% endfor -%}
        {% endfor -%}
        {{ json_field('fields', mapping, 'requests') }} as raw_requests,
        lower({{ json_field('fields', mapping, 'speed') }}) as speed,
        -- Another attempt at the answer ran where the request asked for.
        lower(coalesce(
            {{ json_field('fields', mapping, 'inference_geo') }},
            case when is_attempt then {{ json_field('answer_fields', mapping, 'inference_geo') }} end
        )) as inference_geo
    from fields_by_object
),

objects_with_counts as (
    select
        *
        {%- for prefix in prefixes %}
        {%- for name in parts.counts %},
        {{ whole_number('raw_' ~ prefix ~ name) }} as {{ prefix }}{{ name }}
        {%- endfor %}
        {%- endfor %},
        {{ whole_number('raw_requests') }} as requests
    from objects_with_texts
),

objects_with_unknown_counts as (
    {{ with_unknown_counts('objects_with_counts', 'usage_object', parts.counts) | indent(4) }}
),

objects_with_writes as (
    select
        *,
        {% for prefix in prefixes -%}
        {% set names = [] -%}
        {% for name in parts.counts -%}{% do names.append(prefix ~ name) -%}{% endfor -%}
        {{ count_finding(names) }} as {{ prefix }}count_finding,
        coalesce({{ prefix }}written_5m_tokens, 0) + coalesce({{ prefix }}written_1h_tokens, 0)
            as {{ prefix }}written_split,
        coalesce(
            {{ prefix }}written_tokens,
            coalesce({{ prefix }}written_5m_tokens, 0) + coalesce({{ prefix }}written_1h_tokens, 0)
        ) as {{ prefix }}written{{ ',' if not loop.last }}
        {% endfor %}
    from objects_with_unknown_counts
),

objects_with_finding as (
    select
        *,
        {% for prefix in prefixes -%}
        case
            when envelope_finding is not null then envelope_finding
            when {{ prefix }}count_finding is not null then {{ prefix }}count_finding
            when payload_type = 'message_delta' and event_key like 'record/%'
                then 'missing_event_key|a message_delta has no id: land it with the event_id of its message'
            when payload_type = 'message_delta' and {{ prefix }}input_tokens is null
                then 'incomplete_usage|a message_delta without input_tokens: land the final message instead'
            when
                coalesce({{ prefix }}input_tokens, {{ prefix }}cached_tokens, {{ prefix }}written_tokens) is null
                and coalesce(
                    {{ prefix }}written_5m_tokens, {{ prefix }}written_1h_tokens, {{ prefix }}output_tokens
                ) is null
                then 'missing_usage|the payload reports no usage, which is not a usage of zero'
            when {{ prefix }}written_split > {{ prefix }}written
                then 'part_exceeds_whole|cache writes of five minutes and one hour > cache_creation_input_tokens '
                || {{ prefix }}written
            when {{ prefix }}thinking_tokens > coalesce({{ prefix }}output_tokens, 0)
                then 'part_exceeds_whole|thinking ' || {{ prefix }}thinking_tokens || ' > output '
                || coalesce({{ prefix }}output_tokens, 0)
            {% if not prefix -%}
            {{ several_requests_finding(
                'requests', 'coalesce(input_tokens, 0) + coalesce(cached_tokens, 0) + written'
            ) }}
            {%- endif %}
        end as {{ prefix }}finding,
        {% endfor -%}
        is_refusal and not is_part and coalesce(output_tokens, 0) = 0 as is_free
    from objects_with_writes
),

objects_with_totals as (
    select
        *,
        case when is_free then 0 else coalesce(input_tokens, 0) end as uncached,
        case when is_free then 0 else coalesce(cached_tokens, 0) end as cached,
        case when is_free then 0 else written - coalesce(written_1h_tokens, 0) end as written_5m,
        case when is_free then 0 else coalesce(written_1h_tokens, 0) end as written_1h
    from objects_with_finding
),

usage_events as (
    select
        {{ usage_envelope_columns() | reject('in', [
            'deployment_scope', 'region', 'raw_service_tier'
        ]) | join(',\n        ') }},
        coalesce(deployment_scope, case
            when is_bedrock then {{ bedrock_deployment_scope('raw_model') | indent(16) }}
            when platform = 'vertex' then {{ vertex_deployment_scope('region') | indent(16) }}
        end) as deployment_scope,
        -- The place of inference has its price; a fast answer has a price of its own, which no tier has.
        coalesce(
            case when inference_geo not in ('global', 'not_available') then inference_geo end,
            region,
            case when is_bedrock then {{ bedrock_region('raw_model') }} end
        ) as region,
        case when speed = 'fast' then 'fast_mode' else raw_service_tier end as raw_service_tier,
        coalesce(payload_type not in ('message_start'), true) as is_final_snapshot,
        is_part,
        false as is_independent,
        uncached + cached + written_5m + written_1h as context_tokens,
        uncached + cached + written_5m + written_1h + coalesce(output_tokens, 0) as total_tokens,
        thinking_tokens as reasoning_tokens,
        {{ meter_columns({
            'text_input': 'uncached',
            'text_cached_input': 'cached',
            'text_cache_write_5m': 'written_5m',
            'text_cache_write_1h': 'written_1h',
            'text_output': 'coalesce(output_tokens, 0)',
        }, [
            {'meter': "'web_search_call'", 'quantity': 'nullif(web_searches, 0)'},
        ], parts.counts, unknown=true) }},
        finding
    from objects_with_totals
    -- A part is not refused again: its record is refused with its answer.
    where answer_object is null or answer_finding is null
)

select * from usage_events
