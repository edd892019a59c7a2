{#-
    What we read of a usage object of Anthropic's Messages API: its counts, whether the answer was fast, where inference
    ran, and how many requests an SDK has summed up. Anthropic counts exclusively: `input_tokens` contains neither cache
    reads nor cache writes. `answer` is read of the envelope: why the answer ended.
-#}
{% macro anthropic_usage_fields() %}
    {{- return({
        'counts': {
            'input_tokens': ['input_tokens'],
            'cached_tokens': ['cache_read_input_tokens'],
            'written_tokens': ['cache_creation_input_tokens'],
            'written_5m_tokens': ['cache_creation.ephemeral_5m_input_tokens'],
            'written_1h_tokens': ['cache_creation.ephemeral_1h_input_tokens'],
            'output_tokens': ['output_tokens'],
            'thinking_tokens': ['output_tokens_details.thinking_tokens'],
            'web_searches': ['server_tool_use.web_search_requests'],
        },
        'texts': {'speed': ['speed'], 'inference_geo': ['inference_geo'], 'requests': ['requests']},
        'answer': {
            'stop_reason': [
                'payload.stop_reason', 'payload.delta.stop_reason', 'payload.message.stop_reason',
                'payload.result.message.stop_reason', 'payload.modelOutput.stop_reason', 'payload.stopReason',
                'payload.modelOutput.stopReason',
            ],
        },
    }) -}}
{% endmacro %}
