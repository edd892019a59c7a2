{#-
    What we read of Anthropic's usage report of the Messages API: the period of a bucket, and the counts and texts of a
    result. Anthropic nests the counts of cache lifetimes and of tools; exports by other tools flatten them.
-#}
{% macro anthropic_report_fields() %}
    {{- return({
        'period': {'starting_at': ['starting_at'], 'ending_at': ['ending_at']},
        'counts': {
            'input_tokens': ['uncached_input_tokens'],
            'cached_tokens': ['cache_read_input_tokens'],
            'written_tokens': ['cache_creation_input_tokens'],
            'written_5m_tokens': [
                'cache_creation.ephemeral_5m_input_tokens', 'cache_creation_5m_input_tokens',
                'cache_creation_ephemeral_5m_input_tokens', 'ephemeral_5m_input_tokens', 'cache_creation_5m',
            ],
            'written_1h_tokens': [
                'cache_creation.ephemeral_1h_input_tokens', 'cache_creation_1h_input_tokens',
                'cache_creation_ephemeral_1h_input_tokens', 'ephemeral_1h_input_tokens', 'cache_creation_1h',
            ],
            'output_tokens': ['output_tokens'],
            'web_searches': ['server_tool_use.web_search_requests', 'web_search_requests'],
        },
        'texts': {
            'workspace_id': ['workspace_id'],
            'api_key_id': ['api_key_id'],
            'raw_model': ['model'],
            'service_tier': ['service_tier'],
            'speed': ['speed'],
        },
    }) -}}
{% endmacro %}
