{#-
    Calls of hosted tools, counted from the output items of accepted answers. OpenAI bills a web search, but not the
    pages that are opened or searched afterwards; the preview tool has a price of its own. A generated image is billed
    in tokens that the answer does not report, so its price is unknown. A session of the code interpreter is a
    container, however many calls run in it.
-#}
{%- set places = ['payload', 'payload.response', 'payload.response.body'] -%}
{%- set tools = {
    'file_search_call': 'file_search_call',
    'code_interpreter_session': 'code_interpreter_call',
    'image_generation': 'image_generation_call',
} -%}
{%- set columns = usage_envelope_columns() + ['input_total', 'tokens', 'finding'] -%}
{%- set calls = [{
    'meter': "case when preview_tools > 0 then 'web_search_preview_call' else 'web_search_call' end",
    'calls': 'web_searches',
}] -%}
{%- for meter in tools -%}
    {%- do calls.append({'meter': "'" ~ meter ~ "'", 'calls': meter ~ '_calls'}) -%}
{%- endfor -%}

with answers as (
    select * from {{ ref('base_openai__usage_validated') }}
    where
        finding is null
        -- Most records have no call: one comparison excludes them instead of four.
        and record like '%_call"%'
        and (
            record like '%"web_search_call"%'
            {% for item in tools.values() -%}
            or record like '%"{{ item }}"%'
            {% endfor %}
        )
),

answers_with_calls as (
    select
        {{ columns | join(',\n        ') }},
        {% for place in places -%}
        {{ json_value_count('record', place ~ '.output', 'type', ['web_search_call']) }}
        - {{ json_value_count('record', place ~ '.output', 'action.type', ['open_page', 'find', 'find_in_page']) }}
        {{- ' +' if not loop.last }}
        {% endfor -%} as web_searches,
        {% for place in places -%}
        {{ json_value_count('record', place ~ '.tools', 'type', [
            'web_search_preview', 'web_search_preview_2025_03_11'
        ]) }}{{ ' +' if not loop.last }}
        {% endfor -%} as preview_tools,
        {% for meter, item in tools.items() -%}
        {% for place in places -%}
        {% if meter == 'code_interpreter_session' -%}
        {{ json_distinct_count('record', place ~ '.output', 'type', item, ['container_id', 'id']) }}
        {%- else -%}
        {{ json_value_count('record', place ~ '.output', 'type', [item]) }}
        {%- endif -%}{{ ' +' if not loop.last }}
        {% endfor -%} as {{ meter }}_calls{{ ',' if not loop.last }}
        {% endfor %}
    from answers
),

calls_by_meter as (
    {{ unpivoted('answers_with_calls', columns, calls) | indent(4) }}
)

select * from calls_by_meter
where calls > 0
