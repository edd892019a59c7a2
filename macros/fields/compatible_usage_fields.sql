{#-
    What we read of usage objects in OpenAI's form from other platforms: counts under the names of the Chat and
    Responses APIs and of platforms that have their own, the units that Cohere bills, and charges beside the tokens.
    `information` names counts that say more about others and are not meters. `texts` are the cost that a platform
    reports (xAI in ticks of 10^-10 USD), the size of Perplexity's search, the seconds of audio that Mistral heard, and
    fields whose presence decides how counts are meant: `inside` puts Perplexity's reasoning inside the output,
    `outside` is Anthropic's way to name a cache that the input leaves out, `inclusive` shows OpenAI's. `input_text` and
    `output_text` show that modalities are stated. `tools` are objects with one count for each hosted tool, and
    `tool_meters` the meters of those counts: NULL is free of charge or is counted elsewhere, and any other name is a
    meter. `streamed` is where Groq keeps the usage of a stream. `pictures` and `video_seconds` are read of the payload,
    as no usage object states them.
-#}
{% macro compatible_usage_fields() %}
    {%- set input_details = ['prompt_tokens_details', 'input_tokens_details'] -%}
    {%- set output_details = ['completion_tokens_details', 'output_tokens_details'] -%}
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
            'total_tokens': ['total_tokens'],
            'input_tokens': ['billed_units.input_tokens', 'prompt_tokens', 'input_tokens'],
            'cached_tokens': nested_paths(
                input_details, 'cached_tokens', [
                    'cached_tokens', 'num_cached_tokens', 'prompt_cache_hit_tokens', 'cached_prompt_text_tokens',
                    'cache_read_tokens', 'cache_read_input_tokens',
                ]
            ),
            'written_tokens': nested_paths(
                input_details, 'cache_write_tokens', ['cache_write_tokens', 'cache_creation_input_tokens']
            ),
            'input_audio_tokens': nested_paths(input_details, 'audio_tokens'),
            'input_video_tokens': nested_paths(input_details, 'video_tokens'),
            'output_tokens': ['billed_units.output_tokens', 'completion_tokens', 'output_tokens'],
            'output_audio_tokens': nested_paths(output_details, 'audio_tokens'),
            'output_image_tokens': nested_paths(output_details, 'image_tokens'),
            'reasoning_tokens': nested_paths(
                output_details, 'reasoning_tokens', ['reasoning_tokens', 'output_reasoning_tokens']
            ),
            'citation_tokens': ['citation_tokens', 'output_citation_tokens'],
            'searches': ['num_search_queries'],
            'search_sources': ['num_sources_used'],
            'x_searches': [
                'server_side_tool_usage_details.x_search_calls', 'server_side_tool_usage.x_search_calls',
                'server_side_tool_usage.SERVER_SIDE_TOOL_X_SEARCH',
            ],
            'hosted_calls': ['num_server_side_tools_used'],
            'executed_calls': nested_paths(openrouter_tools, 'tool_calls_executed'),
            'executed_searches': nested_paths(openrouter_tools, 'web_search_requests'),
        },
        'information': [
            'accepted_prediction_tokens', 'rejected_prediction_tokens', 'prompt_cache_miss_tokens', 'text_tokens',
            'prompt_text_tokens', 'prompt_image_tokens',
        ],
        'texts': {
            'billed_units': ['billed_units'],
            'cost': ['cost.total_cost', 'cost'],
            'ticks': ['cost_in_usd_ticks'],
            'inside': ['output_reasoning_tokens'],
            'outside': ['cache_read_input_tokens', 'cache_creation_input_tokens'],
            'inclusive': ['prompt_tokens', 'total_tokens'],
            'input_text': nested_paths(input_details, 'text_tokens'),
            'output_text': nested_paths(output_details, 'text_tokens'),
            'search_size': ['search_context_size'],
            'request_cost': ['cost.request_cost'],
            'audio_seconds': ['prompt_audio_seconds'],
            'x_items': nested_paths(xai_tools, 'x_posts_fetched', nested_paths(xai_tools, 'x_users_fetched')),
        },
        'tools': xai_tools + openrouter_tools + ['tool_calls_details'],
        'tool_meters': tool_meters,
        'streamed': ['payload.x_groq.usage'],
        'pictures': 'payload.data',
        'video_seconds': ['payload.video.duration'],
    }) -}}
{% endmacro %}
