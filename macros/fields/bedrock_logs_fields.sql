{#-
    What we read of a model invocation log of Amazon Bedrock: the counts of the log, the use of the cache in the body
    of the answer, identifiers, and what the application adds to a call in `requestMetadata`. The body is that of the
    Converse API, of Claude, or a list of the events of a stream. `streams` is such a list, `streamed` are counts in one
    of its events, and `runs` is the type of the first run in one of them, one of `run_types`.
-#}
{% macro bedrock_logs_fields() %}
    {%- set body = 'output.outputBodyJson' -%}
    {%- set usage_objects = [body ~ '.usage', body ~ '[0].message.usage'] -%}
    {%- set metrics = body ~ '."amazon-bedrock-invocationMetrics"' -%}
    {{- return({
        'counts': {
            'total_tokens': [body ~ '.usage.totalTokens'],
            'input_tokens': ['input.inputTokenCount'],
            'body_tokens': nested_paths(usage_objects, 'inputTokens', nested_paths(usage_objects, 'input_tokens')),
            'cached_tokens': nested_paths(usage_objects, 'cacheReadInputTokens', nested_paths(
                usage_objects, 'cache_read_input_tokens', [
                    'input.cacheReadInputTokenCount', metrics ~ '.cacheReadInputTokenCount',
                ]
            )),
            'written_tokens': nested_paths(usage_objects, 'cacheWriteInputTokens', nested_paths(
                usage_objects, 'cache_creation_input_tokens', [
                    'input.cacheWriteInputTokenCount', metrics ~ '.cacheWriteInputTokenCount',
                ]
            )),
            'written_5m_tokens': nested_paths(usage_objects, 'cache_creation.ephemeral_5m_input_tokens'),
            'written_1h_tokens': nested_paths(usage_objects, 'cache_creation.ephemeral_1h_input_tokens'),
            'first_detail_tokens': nested_paths(usage_objects, 'cacheDetails[0].inputTokens'),
            'second_detail_tokens': nested_paths(usage_objects, 'cacheDetails[1].inputTokens'),
            'output_tokens': [
                'output.outputTokenCount', body ~ '.usage.outputTokens', body ~ '.usage.output_tokens',
            ],
            'reasoning_tokens': nested_paths(usage_objects, 'output_tokens_details.thinking_tokens'),
            'web_searches': nested_paths(usage_objects, 'server_tool_use.web_search_requests'),
        },
        'usage_objects': usage_objects,
        'streams': body,
        'streamed': {
            'cached_tokens': 'metadata.usage.cacheReadInputTokenCount',
            'written_tokens': 'metadata.usage.cacheWriteInputTokenCount',
        },
        'runs': 'usage.iterations[0].type',
        'run_types': ['message', 'fallback_message', 'compaction', 'advisor_message'],
        'texts': dict(tag_fields(['requestMetadata']), **{
            'log_event_key': ['requestId'],
            'billing_account_id': ['accountId'],
            'user_id': ['requestMetadata.user_id', 'requestMetadata.userId', 'requestMetadata.user'],
            'api_key_id': ['identity.arn'],
            'log_model': ['modelId'],
            'log_region': ['region'],
            'raw_service_tier': ['serviceTier', body ~ '.serviceTier.type'],
            'latency': [body ~ '.performanceConfig.latency'],
            'response_status': ['errorCode'],
            'raw_occurred_at': ['timestamp'],
            'operation': ['operation'],
            'attempt_number': ['requestMetadata.attempt_number'],
            'stop_reason': [body ~ '.stop_reason', body ~ '.stopReason'],
            'first_ttl': nested_paths(usage_objects, 'cacheDetails[0].ttl'),
            'second_ttl': nested_paths(usage_objects, 'cacheDetails[1].ttl'),
            'account_id': ['requestMetadata.account_id'],
            'project_id': ['requestMetadata.project_id'],
            'session_id': ['requestMetadata.session_id'],
        }),
    }) -}}
{% endmacro %}
