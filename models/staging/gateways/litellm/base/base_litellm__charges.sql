{#-
    Calls of LiteLLM with `charged_quantities`, what is billed beside the tokens: hosted tools and the fees of searches,
    which the usage object counts as its provider does, and the tools of OpenAI, which only the response lists. LiteLLM
    keeps it if the proxy stores responses.
-#}
{%- set parts = litellm_fields() -%}
{%- set charges = compatible_charge_fields() -%}
{%- set research = {'reasoning': parts.usage_counts.reasoning_tokens, 'citations': ['citation_tokens']} -%}
{%- set charge_mapping = dict(charges.counts, **dict(charges.texts, **research)) -%}
{#- Objects that count the tools of Anthropic and OpenRouter are among the counts of the usage object. -#}
{%- set tools = charges.tools | reject('in', ['server_tool_use', 'server_tool_use_details']) | list -%}
{%- set tool_objects = [] -%}
{%- for _ in tools -%}{%- do tool_objects.append(json_object('tool_objects', loop.index)) -%}{%- endfor -%}
{%- set charge_counts = ['search_sources', 'x_searches', 'hosted_calls', 'reasoning', 'citations'] -%}
{%- set charge_columns = {'tool_object': 'coalesce(' ~ tool_objects | join(', ') ~ ')'} -%}
{%- for name in charge_counts + ['search_size', 'x_items', 'request_cost'] -%}
    {%- do charge_columns.update({
        ('raw_' if name in charge_counts else '') ~ name: json_field('charge_fields', charge_mapping, name),
    }) -%}
{%- endfor -%}
{%- set listed = {} -%}
{%- for name in ['web_search_call', 'file_search_call', 'image_generation_call'] -%}
    {%- do listed.update({name: json_value_count('record', 'response.output', 'type', [name])}) -%}
{%- endfor -%}
{%- set pages = json_value_count('record', 'response.output', 'action.type', ['open_page', 'find', 'find_in_page']) -%}
{%- set previews = json_value_count('record', 'response.tools', 'type', [
    'web_search_preview', 'web_search_preview_2025_03_11'
]) -%}
{%- set extras = [
    {'meter': search_request_meter(), 'quantity': 'case when has_request_fee then 1 end'},
    {'meter': "'search_source'", 'quantity': "case when tool_object is null then nullif(search_sources, 0) end"},
    {'meter': "'x_search_call'", 'quantity': 'case when x_items is null then nullif(x_searches, 0) end'},
    {'meter': "'server_side_tool_call'", 'quantity': 'case when tool_object is null then nullif(hosted_calls, 0) end'},
    {'meter': "'text_output_thinking'", 'quantity': 'case when is_research then nullif(reasoning, 0) end'},
    {'meter': "'text_citation'", 'quantity': 'case when is_research then nullif(citations, 0) end'},
    {'meter': 'web_search_meter', 'quantity': 'case when listed_searches > 0 then listed_searches end'},
    {'meter': "'file_search_call'", 'quantity': 'nullif(listed_file_searches, 0)'},
    {'meter': "'code_interpreter_session'", 'quantity': 'nullif(listed_containers, 0)'},
    {'meter': "'image_generation'", 'quantity': 'case when tool_image_tokens = 0 then nullif(listed_images, 0) end'},
    {'meter': "'image_generation_tokens'", 'quantity': 'nullif(tool_image_tokens, 0)'},
] -%}

with calls as (
    select * from {{ ref('base_litellm__calls') }}
),

calls_with_charge_fields as (
    {{ computed_once('calls', {
        'charge_fields': "case when usage_object like '%search%' or usage_object like '%tool%'"
         ~ " or usage_object like '%num!_sources%' escape '!' or usage_object like '%citation%' then "
         ~ json_fields('usage_object', charge_mapping) ~ ' end',
        'tool_objects': "case when usage_object like '%tool%' then "
         ~ json_object_array('usage_object', tools) ~ ' end',
    }, charge_columns) | indent(4) }}
),

calls_with_charges as (
    select
        *,
        {% for name in charge_counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }},
        {% endfor -%}
        lower(provider) like 'perplexity%' and lower(model) like '%deep-research%' as is_research,
        lower(provider) like 'perplexity%'
        and lower(model) not like '%deep-research%'
        and coalesce({{ exact_decimal('request_cost') }}, 1) != 0
        and coalesce(search_size, request_cost) is not null as has_request_fee,
        case when tool_object is not null then {{ json_entry_quantities('tool_object', charges.tool_meters) }} end
            as tool_quantities,
        coalesce({{ whole_number('tool_image_input') }}, 0) + coalesce({{ whole_number('tool_image_output') }}, 0)
            as tool_image_tokens,
        {% set is_listed = "record like '%!_call\"%' escape '!' and tool_object is null"
         ~ " and (lower(provider) like 'openai%' or lower(provider) like 'azure%')" -%}
        coalesce(
            nullif({{ whole_number('tool_searches') }}, 0),
            case when {{ is_listed }} then {{ listed.web_search_call }} - {{ pages }} end
        ) as listed_searches,
        case when {{ is_listed }} then {{ listed.file_search_call }} end as listed_file_searches,
        case when {{ is_listed }} then {{ listed.image_generation_call }} end as listed_images,
        case when {{ is_listed }} then
            {{ json_distinct_count(
                'record', 'response.output', 'type', 'code_interpreter_call', ['container_id', 'id']
            ) }}
        end as listed_containers,
        case
            when record like '%web!_search!_preview%' escape '!' and {{ previews }} > 0 then 'web_search_preview_call'
            else 'web_search_call'
        end as web_search_meter
    from calls_with_charge_fields
),

calls_with_charged_quantities as (
    select
        *,
        nullif(concat_ws(';', {{ extra_quantities(extras) }}, tool_quantities), '') as charged_quantities
    from calls_with_charges
)

select * from calls_with_charged_quantities
