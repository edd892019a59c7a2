{#-
    What we read of a call in LiteLLM, from rows of the spend log and standard logging payloads: who called what, and
    every count. What the provider reported is in `metadata.usage_object`, and in the response where LiteLLM stores it;
    the counts of the log itself leave out caches and modalities.
-#}
{% macro litellm_fields() %}
    {%- set usage = ['metadata.usage_object', 'response.usage'] -%}
    {%- set inputs = nested_paths(usage, 'prompt_tokens_details', nested_paths(usage, 'input_tokens_details')) -%}
    {%- set outputs = nested_paths(usage, 'completion_tokens_details', nested_paths(usage, 'output_tokens_details')) -%}
    {%- set lifetimes = nested_paths(
        inputs + usage, 'cache_creation_token_details', nested_paths(usage, 'cache_creation')
    ) -%}
    {{- return({
        'counts': {
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
        },
        'tags': ['metadata.spend_logs_metadata', 'metadata.requester_metadata', 'metadata.tags'],
        'texts': {
            'billing_account_id': ['metadata.billing_account_id'],
            'user_id': [
                'end_user', 'metadata.user_api_key_end_user_id', 'user', 'metadata.user_api_key_user_id',
            ],
            'account_id': ['team_id', 'metadata.user_api_key_team_id'],
            'project_id': ['organization_id', 'metadata.user_api_key_org_id'],
            'api_key_id': ['api_key', 'metadata.user_api_key_hash'],
            'session_id': ['session_id', 'trace_id'],
            'request_id': ['litellm_call_id', 'metadata.litellm_call_id'],
            'raw_service_tier': nested_paths(usage, 'service_tier', [
                'response.service_tier', 'cost_breakdown.service_tier', 'metadata.cost_breakdown.service_tier',
            ]),
            'speed': nested_paths(usage, 'speed'),
            'inference_geo': nested_paths(usage, 'inference_geo'),
            'response_status': ['status'],
            'reported_cost': ['spend', 'response_cost'],
            'raw_occurred_at': ['startTime', 'start_time'],
            'provider_name': ['custom_llm_provider'],
            'model': ['model'],
            'response_model': ['response.model'],
            'priced_model': [
                'metadata.model_map_information.model_map_key', 'model_map_information.model_map_key',
            ],
            'call_type': ['call_type'],
            'resource_id': ['api_base', 'hidden_params.api_base', 'metadata.hidden_params.api_base'],
            'is_streamed': ['stream', 'metadata.stream'],
            'attempt_number': ['metadata.attempt_number'],
            'is_own_key': ['metadata.is_own_key', 'response.usage.is_byok', 'metadata.usage_object.is_byok'],
            'cache_hit': ['cache_hit'],
            'metadata': ['metadata'],
            'raw_seconds': nested_paths(usage, 'seconds'),
            'call_id': ['request_id', 'id', 'litellm_call_id'],
        },
    }) -}}
{% endmacro %}
