{#-
    What we read of usage objects in Amazon Bedrock: counts under the names of the Converse API (camelCase), of
    Claude's bodies, of OpenAI's models, and of Llama and Titan, which count in the body itself; and the lifetimes of
    cache writes. `inclusive` is present only in objects in OpenAI's form, whose input includes its cached tokens.
    `nested` are objects of counts deep in the payload: the change since the last event of Nova Sonic, whose other
    counts are running totals of a session, and the model calls in the trace of an agent. `events` are where Nova Sonic
    counts. `metrics` are counts beside the usage object: the last event of a stream may have them, and the headers of
    InvokeModel, which are the only counts of models whose body has none. `answer` is read of the envelope: why the
    answer ended, whether it sums up a batch, and whether it was optimized for latency, which has prices of its own.
-#}
{% macro bedrock_usage_fields() %}
    {%- set input_details = ['input_tokens_details', 'prompt_tokens_details'] -%}
    {%- set output_details = ['output_tokens_details', 'completion_tokens_details'] -%}
    {%- set events = ['payload.event.usageEvent', 'payload.usageEvent'] -%}
    {%- set nested = [] -%}
    {%- for event in events -%}
        {%- do nested.append(event ~ '.details.delta') -%}
    {%- endfor -%}
    {%- for step in [
        'orchestrationTrace', 'preProcessingTrace', 'postProcessingTrace', 'routingClassifierTrace',
    ] -%}
        {%- for trace in ['payload.trace.trace.', 'payload.trace.'] -%}
            {%- do nested.append(trace ~ step ~ '.modelInvocationOutput.metadata.usage') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set metrics = 'payload."amazon-bedrock-invocationMetrics"' -%}
    {%- set headers = 'payload.ResponseMetadata.HTTPHeaders."x-amzn-bedrock-' -%}
    {{- return({
        'counts': {
            'total_tokens': ['totalTokens', 'total_tokens'],
            'input_tokens': [
                'inputTokens', 'inputTokenCount', 'input_tokens', 'prompt_tokens', 'prompt_token_count',
                'inputTextTokenCount', 'input.textTokens',
            ],
            'cached_tokens': nested_paths(
                input_details, 'cached_tokens',
                ['cacheReadInputTokens', 'cacheReadInputTokenCount', 'cache_read_input_tokens']
            ),
            'written_inside_tokens': nested_paths(input_details, 'cache_write_tokens'),
            'reasoning_tokens': nested_paths(
                output_details, 'reasoning_tokens', nested_paths(output_details, 'thinking_tokens')
            ),
            'written_tokens': ['cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cache_creation_input_tokens'],
            'written_5m_tokens': ['cache_creation.ephemeral_5m_input_tokens'],
            'written_1h_tokens': ['cache_creation.ephemeral_1h_input_tokens'],
            'first_detail_tokens': ['cacheDetails[0].inputTokens'],
            'second_detail_tokens': ['cacheDetails[1].inputTokens'],
            'output_tokens': [
                'outputTokens', 'outputTokenCount', 'output_tokens', 'completion_tokens', 'generation_token_count',
                'results[0].tokenCount', 'output.textTokens',
            ],
            'heard_tokens': ['input.speechTokens'],
            'spoken_tokens': ['output.speechTokens'],
            'web_searches': ['server_tool_use.web_search_requests'],
        },
        'nested': nested,
        'events': events,
        'metrics': {
            'input_tokens': [metrics ~ '.inputTokenCount', headers ~ 'input-token-count"'],
            'cached_tokens': [metrics ~ '.cacheReadInputTokenCount', headers ~ 'cache-read-input-token-count"'],
            'written_tokens': [metrics ~ '.cacheWriteInputTokenCount', headers ~ 'cache-write-input-token-count"'],
            'output_tokens': [metrics ~ '.outputTokenCount', headers ~ 'output-token-count"'],
        },
        'answer': {
            'stop_reason': anthropic_usage_fields().answer.stop_reason,
            'batch_size': ['payload.processedRecordCount'],
            'latency': ['payload.performanceConfig.latency', 'payload.metadata.performanceConfig.latency'],
        },
        'texts': {
            'first_ttl': ['cacheDetails[0].ttl'],
            'second_ttl': ['cacheDetails[1].ttl'],
            'inclusive': ['total_tokens', 'prompt_tokens'],
        },
    }) -}}
{% endmacro %}
