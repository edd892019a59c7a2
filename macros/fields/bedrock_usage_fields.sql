{#-
    What we read of usage objects in Amazon Bedrock: counts under the names of the Converse API (camelCase), of
    Claude's bodies and of OpenAI's models, and the lifetimes of cache writes. `inclusive` is present only in objects
    in OpenAI's form, whose input includes its cached tokens.
-#}
{% macro bedrock_usage_fields() %}
    {%- set input_details = ['input_tokens_details', 'prompt_tokens_details'] -%}
    {%- set output_details = ['output_tokens_details', 'completion_tokens_details'] -%}
    {{- return({
        'counts': {
            'total_tokens': ['totalTokens', 'total_tokens'],
            'input_tokens': ['inputTokens', 'inputTokenCount', 'input_tokens', 'prompt_tokens'],
            'cached_tokens': nested_paths(
                input_details, 'cached_tokens',
                ['cacheReadInputTokens', 'cacheReadInputTokenCount', 'cache_read_input_tokens']
            ),
            'written_inside_tokens': nested_paths(input_details, 'cache_write_tokens'),
            'reasoning_tokens': nested_paths(output_details, 'reasoning_tokens'),
            'written_tokens': ['cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cache_creation_input_tokens'],
            'written_5m_tokens': ['cache_creation.ephemeral_5m_input_tokens'],
            'written_1h_tokens': ['cache_creation.ephemeral_1h_input_tokens'],
            'first_detail_tokens': ['cacheDetails[0].inputTokens'],
            'second_detail_tokens': ['cacheDetails[1].inputTokens'],
            'output_tokens': ['outputTokens', 'outputTokenCount', 'output_tokens', 'completion_tokens'],
        },
        'texts': {
            'first_ttl': ['cacheDetails[0].ttl'],
            'second_ttl': ['cacheDetails[1].ttl'],
            'inclusive': ['total_tokens', 'prompt_tokens'],
        },
    }) -}}
{% endmacro %}
