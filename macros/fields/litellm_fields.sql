{#-
    What we read of a call in LiteLLM, from rows of the spend log and standard logging payloads: who called what, and
    every count. The log has the totals in `counts`. What the provider reported, with caches and modalities, is in the
    first of `usage_objects` that is there: `metadata.usage_object`, the response where LiteLLM stores it, and in older
    versions `additional_usage_values`. `usage_counts` are read of that object.
-#}
{% macro litellm_fields() %}
    {%- set usage = ['metadata.usage_object', 'response.usage'] -%}
    {%- set inputs = ['prompt_tokens_details', 'input_tokens_details'] -%}
    {%- set outputs = ['completion_tokens_details', 'output_tokens_details'] -%}
    {%- set lifetimes = nested_paths(inputs, 'cache_creation_token_details', [
        'cache_creation_token_details', 'cache_creation',
    ]) -%}
    {{- return({
        'counts': {
            'log_input_tokens': ['prompt_tokens'],
            'log_output_tokens': ['completion_tokens'],
            'log_total_tokens': ['total_tokens'],
            'usage_input_tokens': ['metadata.usage_object.prompt_tokens'],
            'usage_output_tokens': ['metadata.usage_object.completion_tokens'],
            'native_input_tokens': ['metadata.usage_object.input_tokens'],
            'native_output_tokens': ['metadata.usage_object.output_tokens'],
        },
        'usage_objects': usage + ['metadata.additional_usage_values'],
        'usage_counts': {
            'cached_tokens': nested_paths(inputs, 'cached_tokens', [
                'cache_read_input_tokens', 'prompt_cache_hit_tokens', 'cached_tokens', 'num_cached_tokens',
            ]),
            'cached_audio_tokens': nested_paths(inputs, 'cached_tokens_details.audio_tokens'),
            'cached_image_tokens': nested_paths(inputs, 'cached_tokens_details.image_tokens'),
            'written_tokens': nested_paths(inputs, 'cache_creation_tokens', nested_paths(
                inputs, 'cache_write_tokens', ['cache_creation_input_tokens']
            )),
            'written_5m_tokens': nested_paths(lifetimes, 'ephemeral_5m_input_tokens'),
            'written_30m_tokens': nested_paths(lifetimes, 'ephemeral_30m_input_tokens'),
            'written_1h_tokens': nested_paths(lifetimes, 'ephemeral_1h_input_tokens'),
            'written_12h_tokens': nested_paths(lifetimes, 'ephemeral_12h_input_tokens'),
            'input_text_tokens': nested_paths(inputs, 'text_tokens', ['input_token_details.text_tokens']),
            'input_audio_tokens': nested_paths(inputs, 'audio_tokens', ['input_token_details.audio_tokens']),
            'input_image_tokens': nested_paths(inputs, 'image_tokens', ['input_token_details.image_tokens']),
            'input_video_tokens': nested_paths(inputs, 'video_tokens'),
            'output_text_tokens': nested_paths(outputs, 'text_tokens', ['output_token_details.text_tokens']),
            'output_audio_tokens': nested_paths(outputs, 'audio_tokens', ['output_token_details.audio_tokens']),
            'output_image_tokens': nested_paths(outputs, 'image_tokens', ['output_token_details.image_tokens']),
            'output_video_tokens': nested_paths(outputs, 'video_tokens'),
            'reasoning_tokens': nested_paths(outputs, 'reasoning_tokens', nested_paths(outputs, 'thinking_tokens')),
            'web_searches': nested_paths(inputs, 'web_search_requests', ['server_tool_use.web_search_requests']),
            'maps_searches': nested_paths(inputs, 'google_maps_grounding_requests'),
            'images': nested_paths(inputs, 'image_count'),
            'requests': ['requests'],
        },
        'information': [
            'prompt_tokens', 'completion_tokens', 'input_tokens', 'output_tokens', 'total_tokens',
            'prompt_cache_miss_tokens', 'accepted_prediction_tokens', 'rejected_prediction_tokens',
            'initial_prompt_tokens', 'tool_use_tokens', 'citation_tokens',
        ],
        'texts': dict(tag_fields(['metadata.spend_logs_metadata', 'metadata.requester_metadata', 'metadata.tags']), **{
            'billing_account_id': ['metadata.billing_account_id'],
            'user_id': [
                'end_user', 'metadata.user_api_key_end_user_id', 'user', 'metadata.user_api_key_user_id',
            ],
            'account_id': ['team_id', 'metadata.user_api_key_team_id'],
            'project_id': ['organization_id', 'metadata.user_api_key_org_id'],
            'api_key_id': ['api_key', 'metadata.user_api_key_hash'],
            'session_id': ['session_id', 'trace_id'],
            'request_id': ['litellm_call_id', 'metadata.litellm_call_id'],
            'raw_service_tier': nested_paths(
                usage + ['metadata.additional_usage_values'], 'traffic_type', nested_paths(usage, 'service_tier')
            ) + [
                'response.service_tier', 'cost_breakdown.service_tier', 'metadata.cost_breakdown.service_tier',
            ],
            'speed': nested_paths(usage, 'speed'),
            'inference_geo': nested_paths(usage, 'inference_geo'),
            'response_status': ['status'],
            'stop_reason': ['response.stop_reason', 'response.choices[0].finish_reason'],
            'tool_image_input': ['response.tool_usage.image_gen.input_tokens'],
            'tool_image_output': ['response.tool_usage.image_gen.output_tokens'],
            'tool_searches': ['response.tool_usage.web_search.num_requests'],
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
            'raw_seconds': nested_paths(usage + ['metadata.additional_usage_values'], 'seconds'),
            'call_id': ['request_id', 'id', 'litellm_call_id'],
        }),
    }) -}}
{% endmacro %}
