{#-
    What we read of charges beside the tokens in usage objects in OpenAI's form: the cost that a platform reports (xAI
    in ticks of 10^-10 USD), the size and the fee of Perplexity's search, the seconds of audio that Mistral heard, and
    calls. `tools` are objects with one count for each hosted tool, and `tool_meters` the meters of those counts: NULL
    is free of charge or is counted elsewhere, and any other name is a meter. `nested` is where Groq keeps the usage
    of a stream, and Mistral the pages of an OCR. `pictures` and `video_seconds` are read of the payload, as no usage
    object states them.
-#}
{% macro compatible_charge_fields() %}
    {%- set xai_tools = ['server_side_tool_usage_details', 'server_side_tool_usage'] -%}
    {%- set openrouter_tools = ['server_tool_use_details', 'server_tool_use'] -%}
    {%- set tool_meters = {
        'tool_calls_requested': none,
        'tool_calls_executed': none,
        'web_search_requests': 'web_search_call',
        'search_web': 'web_search_call',
        'web_search': 'web_search_call',
        'fetch_url': 'fetch_url_call',
    } -%}
    {%- for tool, meter in {
        'web_search': 'web_search_call',
        'x_search': none,
        'code_interpreter': 'code_interpreter_call',
        'code_execution': 'code_interpreter_call',
        'file_search': 'file_search_call',
        'collections_search': 'file_search_call',
        'document_search': 'document_search_call',
        'attachment_search': 'document_search_call',
        'mcp': none,
    }.items() -%}
        {%- do tool_meters.update({tool ~ '_calls': meter, 'server_side_tool_' ~ tool: meter}) -%}
    {%- endfor -%}
    {{- return({
        'counts': {
            'search_sources': ['num_sources_used'],
            'pages': ['pages_processed'],
            'x_searches': nested_paths(
                xai_tools, 'x_search_calls', nested_paths(xai_tools, 'SERVER_SIDE_TOOL_X_SEARCH')
            ),
            'hosted_calls': ['num_server_side_tools_used'],
            'executed_calls': nested_paths(openrouter_tools, 'tool_calls_executed'),
            'executed_searches': nested_paths(openrouter_tools, 'web_search_requests'),
        },
        'texts': {
            'cost': ['cost.total_cost', 'cost'],
            'ticks': ['cost_in_usd_ticks'],
            'any_tokens': ['prompt_tokens', 'input_tokens', 'completion_tokens', 'output_tokens'],
            'search_size': ['search_context_size'],
            'request_cost': ['cost.request_cost'],
            'stated_pages': ['pages_processed'],
            'heard_seconds': ['prompt_audio_seconds'],
            'x_items': nested_paths(xai_tools, 'x_posts_fetched', nested_paths(xai_tools, 'x_users_fetched')),
        },
        'tools': xai_tools + openrouter_tools + ['tool_calls_details'],
        'tool_meters': tool_meters,
        'nested': ['payload.x_groq.usage', 'payload.usage_info', 'payload.response.body.usage_info'],
        'pictures': 'payload.data',
        'video_seconds': ['payload.video.duration'],
    }) -}}
{% endmacro %}
