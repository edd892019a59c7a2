{#-
    What we read of a span of OpenTelemetry: counts, identifiers and models, under the names of every version of the
    conventions for generative AI and of the instrumentations that came before them. The counts of the cache keep apart
    which names they came under, as that helps to decide whether the input includes them.
-#}
{% macro otel_fields() %}
    {{- return({
        'counts': {
            'input_tokens': attribute_paths([
                'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens',
            ]),
            'output_tokens': attribute_paths([
                'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens',
            ]),
            'stated_total_tokens': attribute_paths(['gen_ai.usage.total_tokens', 'llm.usage.total_tokens']),
            'convention_cached_tokens': attribute_paths(['gen_ai.usage.cache_read.input_tokens']),
            'convention_written_tokens': attribute_paths(['gen_ai.usage.cache_creation.input_tokens']),
            'other_cached_tokens': attribute_paths([
                'gen_ai.usage.cache_read_input_tokens', 'gen_ai.usage.cached_tokens',
                'gen_ai.usage.input_tokens.cached', 'gen_ai.usage.details.cache_read_tokens',
                'gen_ai.usage.details.cache_read_input_tokens',
            ]),
            'other_written_tokens': attribute_paths([
                'gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.details.cache_write_tokens',
                'gen_ai.usage.details.cache_creation_input_tokens',
            ]),
            'reasoning_tokens': attribute_paths([
                'gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens',
                'gen_ai.usage.details.reasoning_tokens',
            ]),
        },
        'tags': ['attributes.tags', 'attributes'],
        'texts': {
            'response_id': attribute_paths(['gen_ai.response.id']),
            'trace_id': ['traceId', 'trace_id', 'context.trace_id'],
            'span_id': ['spanId', 'span_id', 'context.span_id'],
            'billing_account_id': attribute_paths(['billing_account_id']),
            'user_id': attribute_paths([
                'enduser.id', 'user.id', 'langfuse.user.id', 'traceloop.association.properties.user_id',
            ]),
            'account_id': attribute_paths(['account_id']),
            'project_id': ['resource.attributes."service.name"'],
            'api_key_id': attribute_paths(['api_key_id']),
            'session_id': attribute_paths([
                'gen_ai.conversation.id', 'session.id', 'langfuse.session.id',
                'traceloop.association.properties.session_id',
            ]),
            'request_model': attribute_paths(['gen_ai.request.model']),
            'response_model': attribute_paths(['gen_ai.response.model']),
            'raw_service_tier': attribute_paths([
                'openai.response.service_tier', 'gen_ai.openai.response.service_tier', 'openai.request.service_tier',
                'gen_ai.openai.request.service_tier',
            ]),
            'response_status': attribute_paths(['error.type']),
            'reported_cost': attribute_paths(['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'operation.cost']),
            'provider_name': attribute_paths(['gen_ai.provider.name', 'gen_ai.system', 'llm.vendor']),
            'operation': attribute_paths(['gen_ai.operation.name']),
            'cloud_resource_id': ['resource.attributes."cloud.resource_id"'] + attribute_paths(['cloud.resource_id']),
            'is_streamed': attribute_paths(['gen_ai.request.stream', 'llm.is_streaming', 'gen_ai.request.is_stream']),
            'attempt_number': attribute_paths(['attempt_number']),
            'is_own_key': attribute_paths(['is_own_key']),
            'server_address': attribute_paths(['server.address']),
            'schema_url': ['schemaUrl', 'schema_url', 'scope.schemaUrl'],
            'raw_occurred_at': ['startTimeUnixNano', 'start_time_unix_nano', 'startTime', 'start_time'],
        },
    }) -}}
{% endmacro %}
