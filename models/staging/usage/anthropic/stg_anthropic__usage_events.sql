{#-
    Anthropic counts exclusively: `input_tokens` leaves out what was read from and written to the cache; output includes
    thinking. Writes that the object does not split by lifetime live five minutes, the default of the API.
-#}
{%- set counts = {
    'input_tokens': ['input_tokens'],
    'cached_tokens': ['cache_read_input_tokens'],
    'written_tokens': ['cache_creation_input_tokens'],
    'written_5m_tokens': ['cache_creation.ephemeral_5m_input_tokens'],
    'written_1h_tokens': ['cache_creation.ephemeral_1h_input_tokens'],
    'output_tokens': ['output_tokens'],
    'thinking_tokens': ['output_tokens_details.thinking_tokens'],
    'web_searches': ['server_tool_use.web_search_requests'],
} -%}
{%- set mapping = dict(counts, speed=['speed'], inference_geo=['inference_geo']) -%}
{#- Both objects are judged alike: what stands beside an answer that cannot be true is refused with it. -#}
{%- set objects = {'': 'usage_object', 'answer_': 'answer_object'} -%}

with usage_objects as (
    select * from {{ ref('base_anthropic__usage_objects') }}
),

parsed as (
    {{ computed_once('usage_objects', {
        'fields': json_fields('usage_object', mapping),
        'answer_fields': json_fields('answer_object', mapping),
    }) | indent(4) }}
),

named as (
    select
        *,
        {% for of, object in objects.items() -%}
        {% for name in counts -%}
        {{ json_field(of ~ 'fields', mapping, name) }} as raw_{{ of }}{{ name }},
        {% endfor -%}
        {% endfor -%}
        lower({{ json_field('fields', mapping, 'speed') }}) as speed,
        lower({{ json_field('fields', mapping, 'inference_geo') }}) as inference_geo
    from parsed
),

counted as (
    select
        *,
        {% for of, object in objects.items() -%}
        {% for name in counts -%}
        {{ whole_number('raw_' ~ of ~ name) }} as {{ of }}{{ name }},
        {% endfor -%}
        {% endfor -%}
        {{ unknown_count('usage_object', counts) }} as unknown_count
    from named
),

totalled as (
    select
        *,
        {% for of in objects -%}
        {% set names = [] -%}
        {% for name in counts -%}{% do names.append(of ~ name) -%}{% endfor -%}
        {{ count_finding(names) }} as {{ of }}count_finding,
        coalesce({{ of }}written_5m_tokens, 0) + coalesce({{ of }}written_1h_tokens, 0) as {{ of }}written_split,
        coalesce(
            {{ of }}written_tokens, coalesce({{ of }}written_5m_tokens, 0) + coalesce({{ of }}written_1h_tokens, 0)
        ) as {{ of }}written{{ ',' if not loop.last }}
        {% endfor %}
    from counted
),

found as (
    select
        *,
        {% for of in objects -%}
        case
            when envelope_finding is not null then envelope_finding
            when {{ of }}count_finding is not null then {{ of }}count_finding
            when payload_type = 'message_delta' and event_key like 'record/%'
                then 'missing_event_key|a message_delta has no id: land it with the event_id of its message'
            when payload_type = 'message_delta' and {{ of }}input_tokens is null
                then 'incomplete_usage|a message_delta without input_tokens: land the final message instead'
            when
                coalesce({{ of }}input_tokens, {{ of }}cached_tokens, {{ of }}written_tokens) is null
                and coalesce({{ of }}written_5m_tokens, {{ of }}written_1h_tokens, {{ of }}output_tokens) is null
                then 'missing_usage|the payload reports no usage, which is not a usage of zero'
            when {{ of }}written_split > {{ of }}written
                then 'part_exceeds_whole|cache writes of five minutes and one hour > cache_creation_input_tokens '
                || {{ of }}written
            when {{ of }}thinking_tokens > coalesce({{ of }}output_tokens, 0)
                then 'part_exceeds_whole|thinking ' || {{ of }}thinking_tokens || ' > output '
                || coalesce({{ of }}output_tokens, 0)
            {% if not of -%}
            when web_searches > 0 then 'unknown_count|' || {{ unknown_count_text() }} || ' beside web searches'
            {% endif -%}
        end as {{ of }}finding,
        {% endfor -%}
        coalesce(input_tokens, 0) + coalesce(cached_tokens, 0) + written as input_total
    from totalled
),

renamed as (
    select
        {{ usage_envelope_columns() | reject('in', ['region', 'raw_service_tier']) | join(',\n        ') }},
        -- Where inference ran prices it; a fast answer has a price of its own, which is that of no tier.
        coalesce(case when inference_geo not in ('global', 'not_available') then inference_geo end, region) as region,
        case when speed = 'fast' then 'fast_mode' else raw_service_tier end as raw_service_tier,
        coalesce(payload_type not in ('message_start'), true) as is_final_snapshot,
        is_part,
        input_total as context_tokens,
        input_total + coalesce(output_tokens, 0) as total_tokens,
        thinking_tokens as reasoning_tokens,
        {{ meter_columns({
            'text_input': 'coalesce(input_tokens, 0)',
            'text_cached_input': 'coalesce(cached_tokens, 0)',
            'text_cache_write_5m': 'written - coalesce(written_1h_tokens, 0)',
            'text_cache_write_1h': 'coalesce(written_1h_tokens, 0)',
            'text_output': 'coalesce(output_tokens, 0)',
            'extra_quantity': "coalesce(nullif(web_searches, 0), cast(split_part(unknown_count, '|', 2) as bigint))",
        }, "case when web_searches > 0 then 'web_search_call' else lower(split_part(unknown_count, '|', 1)) end", counts) }},
        finding
    from found
    -- Not twice: the record is refused with its answer.
    where answer_object is null or answer_finding is null
)

select * from renamed
