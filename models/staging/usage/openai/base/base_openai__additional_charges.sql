{#-
    What accepted answers are billed besides their own usage object.

    - Calls of hosted tools, counted from the output items, or from `tool_usage` where it counts them. OpenAI bills a
      web search, but not the pages that are opened or searched afterwards; the preview tool has a price of its own. A
      search model searches once for each answer.
    - Containers in which the code interpreter or the hosted shell ran, however many calls run in one. Their price
      depends on their memory, which is one gigabyte where the answer states none.
    - Tokens of images that a hosted tool made. They are in `tool_usage` and billed at the model that `tools` names.
    - Azure's model router, which bills the input that it read to choose a model.
    - The requests of a run of the Agents SDK after the first.

    The last three have tokens, in a `usage_object` of their own. Long, because the text of the record is searched
    before it is parsed.
-#}
{%- set model = {'model': ['model']} -%}
{#- The second place is that of collectors that keep the usage object alone. -#}
{%- set tool_usages = ['tool_usage', 'usage.tool_usage'] -%}
{%- set tool_usage = {'web_searches': nested_paths(tool_usages, 'web_search.num_requests')} -%}
{%- set items = [
    'web_search_call', 'file_search_call', 'code_interpreter_call', 'image_generation_call', 'shell_call'
] -%}
{%- set columns = usage_envelope_columns() + ['answer_input', 'answer_tokens'] -%}
{%- set repeated = columns | reject('in', ['event_key', 'raw_model']) | list -%}
{%- set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' -%}
{%- set charges = [] -%}
{%- for meter, calls in [
    ('web_search_meter', 'web_searches'),
    ("'file_search_call'", 'file_searches'),
    ("'image_generation'", 'images'),
    ('code_container', 'code_containers'),
    ('shell_container', 'shell_containers'),
] -%}
    {%- do charges.append(
        {'charge': meter, 'charged_model': 'raw_model', 'meter': meter, 'calls': calls, 'usage_object': no_text}
    ) -%}
{%- endfor -%}
{%- for charge, charged_model, usage_object in [
    ("'image_gen'", "coalesce(image_model, 'image_generation')", 'image_tokens'),
    ("'model_router'", "'model-router'", 'router_tokens'),
] -%}
    {%- do charges.append({
        'charge': charge, 'charged_model': charged_model, 'meter': no_text, 'calls': 'cast(null as bigint)',
        'usage_object': usage_object
    }) -%}
{%- endfor -%}

{#- A record that matches none of this has no charge, unless its `tool_usage` has a number. -#}
{%- set charged -%}
(
                record like '%call"%'
                and (
                    {% for item in items -%}
                    record like '%"{{ item }}"%'{{ ' or ' if not loop.last }}
                    {% endfor %}
                )
            )
            or position('"request_usage_entries"' in record) > 0
            or record like '%-search-%'
            or record like '%outer%'
{%- endset %}

-- Most records are excluded by a few comparisons. A pattern among them would keep DuckDB from comparing before it reads
-- the counts, so it has a step of its own.
with possible_answers as (
    select *
    from {{ ref('base_openai__usage_validated') }}
    where
        finding is null
        and (
            {{ charged }}
            or position('"tool_usage"' in record) > 0
        )
),

answers as (
    select
        *,
        input_total as answer_input,
        tokens as answer_tokens,
        -- The router reads the input of every request of a run.
        case when run_object is not null then run_input else input_total end as routed_input
    from possible_answers
    where
        {{ charged | replace('\n    ', '\n') }}
        -- `tool_usage` is in every answer, mostly with nothing but zeros.
        or {{ regexp_matches('record', '"tool_usage":\\s*\\{("[^"]*"|null|[,:{}\\s0.])*[1-9]') }}
),

bodies_by_answer as (
    {{ computed_once('answers', {
        'bodies': json_object_array('record', ['payload.response.body', 'payload.response', 'payload']),
        'own_fields': json_fields('record', model),
    }) | indent(4) }}
),

answers_with_body as (
    select
        *,
        coalesce(
            {{ json_object('bodies', 1) }}, {{ json_object('bodies', 2) }}, {{ json_object('bodies', 3) }}
        ) as answer,
        lower(coalesce(deployment, '') || ' ' || coalesce({{ json_field('own_fields', model, 'model') }}, ''))
            as requested_model
    from bodies_by_answer
),

fields_by_answer as (
    {{ computed_once('answers_with_body', {
        'tool_usage': json_fields('answer', tool_usage),
        'image_usages': json_object_array('answer', nested_paths(tool_usages, 'image_gen')),
    }) | indent(4) }}
),

answers_with_items as (
    select
        *,
        coalesce({{ json_object('image_usages', 1) }}, {{ json_object('image_usages', 2) }}) as image_usage,
        {{ whole_number(json_field('tool_usage', tool_usage, 'web_searches')) }} as counted_web_searches,
        {{ json_value_count('answer', 'output', 'type', ['web_search_call']) }}
        - {{ json_value_count('answer', 'output', 'action.type', ['open_page', 'find', 'find_in_page']) }}
            as listed_web_searches,
        {{ json_value_count('answer', 'tools', 'type', [
            'web_search_preview', 'web_search_preview_2025_03_11'
        ]) }} as preview_tools,
        {{ search_model_meter('platform', 'called_model') }} as search_meter,
        {{ json_value_count('answer', 'output', 'type', ['file_search_call']) }} as file_searches,
        {{ json_value_count('answer', 'output', 'type', ['image_generation_call']) }} as listed_images,
        {{ json_array_value('answer', 'tools', 'type', ['image_generation'], 'model') }} as image_model,
        {{ json_distinct_count('answer', 'output', 'type', 'code_interpreter_call', ['container_id', 'id']) }}
            as listed_code_containers,
        {{ json_array_value('answer', 'tools', 'type', ['code_interpreter'], 'container.memory_limit') }}
            as code_memory,
        {{ json_distinct_count(
            'answer', 'output', 'environment.type', 'container_reference', ['environment.container_id', 'id']
        ) }} as listed_shell_containers,
        {{ json_array_value('answer', 'tools', 'type', ['shell'], 'environment.memory_limit') }} as shell_memory
    from fields_by_answer
),

answers_with_meters as (
    select
        *,
        case when preview_tools > 0 then 'web_search_preview_call' else coalesce(search_meter, 'web_search_call') end
            as web_search_meter,
        coalesce(
            nullif(counted_web_searches, 0),
            case when listed_web_searches > 0 then listed_web_searches end,
            case when search_meter is not null then 1 end
        ) as web_searches,
        -- Images whose tokens are stated are not counted too.
        coalesce({{ regexp_matches('image_usage', '[1-9]') }}, false) as has_image_tokens,
        'code_interpreter_session'
        || coalesce('_' || case when code_memory != '1g' then {{ plain_quantity_name('code_memory') }} end, '')
            as code_container,
        'code_interpreter_session'
        || coalesce('_' || case when shell_memory != '1g' then {{ plain_quantity_name('shell_memory') }} end, '')
            as shell_container
    from answers_with_items
),

answers_with_calls as (
    select
        *,
        case when has_image_tokens then 0 else listed_images end as images,
        listed_code_containers + case when shell_container = code_container then listed_shell_containers else 0 end
            as code_containers,
        case when shell_container = code_container then 0 else listed_shell_containers end as shell_containers,
        case when has_image_tokens then image_usage end as image_tokens,
        case
            when
                platform = 'azure'
                and {{ names_model_router('requested_model') }}
                and not {{ names_model_router("coalesce(called_model, '')") }}
                then '{"input_tokens":' || cast(routed_input as {{ dbt.type_string() }}) || '}'
        end as router_tokens
    from answers_with_meters
),

possible_charges as (
    {{ unpivoted('answers_with_calls', columns, charges) | indent(4) }}
),

runs as (
    select
        {{ columns | join(',\n        ') }},
        run_object
    from answers
    where run_object is not null
),

requests as (
    {{ numbered_elements('runs', 'run_object', 'request_usage_entries') | indent(4) }}
),

charges as (
    select
        {{ repeated | join(',\n        ') }},
        event_key || '/' || charge as event_key,
        charged_model as raw_model,
        meter,
        calls,
        usage_object
    from possible_charges
    where calls > 0 or usage_object is not null

    union all

    select
        {{ repeated | join(',\n        ') }},
        event_key || '/request/' || element_number as event_key,
        raw_model,
        cast(null as {{ dbt.type_string() }}) as meter,
        cast(null as bigint) as calls,
        element as usage_object
    from requests
    where element_number > 1
)

select * from charges
