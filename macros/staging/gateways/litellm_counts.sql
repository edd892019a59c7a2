{#- The counts of a call in LiteLLM, {name: paths}, what the provider reported before what the log says of it. -#}
{% macro litellm_counts() %}
    {%- set usage = ['metadata.usage_object', 'response.usage'] -%}
    {%- set inputs = nested_paths(usage, 'prompt_tokens_details', nested_paths(usage, 'input_tokens_details')) -%}
    {%- set outputs = nested_paths(usage, 'completion_tokens_details', nested_paths(usage, 'output_tokens_details')) -%}
    {%- set lifetimes = nested_paths(
        inputs + usage, 'cache_creation_token_details', nested_paths(usage, 'cache_creation')
    ) -%}
    {{- return({
        'log_input_tokens': ['prompt_tokens'],
        'log_output_tokens': ['completion_tokens'],
        'log_total_tokens': ['total_tokens'],
        'usage_input_tokens': ['metadata.usage_object.prompt_tokens'],
        'usage_output_tokens': ['metadata.usage_object.completion_tokens'],
        'native_input_tokens': ['metadata.usage_object.input_tokens'],
        'native_output_tokens': ['metadata.usage_object.output_tokens'],
        'cached_tokens': nested_paths(inputs, 'cached_tokens', nested_paths(usage, 'cache_read_input_tokens')),
        'cached_audio_tokens': nested_paths(inputs, 'cached_tokens_details.audio_tokens'),
        'cached_image_tokens': nested_paths(inputs, 'cached_tokens_details.image_tokens'),
        'written_tokens': nested_paths(inputs, 'cache_creation_tokens', nested_paths(
            inputs, 'cache_write_tokens', nested_paths(usage, 'cache_creation_input_tokens')
        )),
        'written_5m_tokens': nested_paths(lifetimes, 'ephemeral_5m_input_tokens'),
        'written_30m_tokens': nested_paths(lifetimes, 'ephemeral_30m_input_tokens'),
        'written_1h_tokens': nested_paths(lifetimes, 'ephemeral_1h_input_tokens'),
        'written_12h_tokens': nested_paths(lifetimes, 'ephemeral_12h_input_tokens'),
        'input_audio_tokens': nested_paths(inputs, 'audio_tokens'),
        'input_image_tokens': nested_paths(inputs, 'image_tokens'),
        'input_video_tokens': nested_paths(inputs, 'video_tokens'),
        'output_audio_tokens': nested_paths(outputs, 'audio_tokens'),
        'output_image_tokens': nested_paths(outputs, 'image_tokens'),
        'reasoning_tokens': nested_paths(outputs, 'reasoning_tokens'),
        'web_searches': nested_paths(inputs, 'web_search_requests', nested_paths(
            usage, 'server_tool_use.web_search_requests'
        )),
    }) -}}
{% endmacro %}
