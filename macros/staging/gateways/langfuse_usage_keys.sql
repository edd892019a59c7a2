{#-
    The keys of usage in Langfuse that are known, by what they count: a meter, or a part of one. Langfuse writes some
    of them itself, integrations the others under the names that the provider has.
-#}
{% macro langfuse_usage_keys() %}
    {{- return({
        'text_input': [
            'input', 'input_tokens', 'input_text_tokens', 'input_text', 'prompt_tokens', 'promptTokens', 'prompt'
        ],
        'text_cached_input': [
            'input_cached_tokens', 'input_cache_read', 'cache_read_input_tokens', 'input_cached_text_tokens',
            'input_cache_read_input_tokens', 'cached_tokens', 'cache_read_tokens'
        ],
        'cache_write': [
            'input_cache_creation', 'cache_creation_input_tokens', 'input_cache_write_tokens', 'cache_write_tokens',
            'input_cache_creation_input_tokens', 'input_cache_write'
        ],
        'cache_write_5m': ['input_cache_creation_5m', 'cache_creation_5m_input_tokens', 'ephemeral_5m_input_tokens'],
        'cache_write_1h': ['input_cache_creation_1h', 'cache_creation_1h_input_tokens', 'ephemeral_1h_input_tokens'],
        'reasoning': ['output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens', 'thoughts_token_count'],
        'answer': [
            'output', 'output_tokens', 'output_text_tokens', 'output_text', 'completion_tokens', 'completionTokens',
            'completion', 'output_accepted_prediction_tokens', 'output_rejected_prediction_tokens'
        ],
        'audio_input': ['input_audio_tokens', 'input_audio'],
        'audio_cached_input': ['input_cached_audio_tokens', 'input_cached_audio'],
        'audio_output': ['output_audio_tokens', 'output_audio'],
        'image_input': ['input_image_tokens', 'input_image'],
        'image_output': ['output_image_tokens', 'output_image'],
        'video_input': ['input_video_tokens', 'input_video'],
    }) -}}
{% endmacro %}
