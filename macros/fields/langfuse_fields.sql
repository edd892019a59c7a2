{#-
    What we read of an observation in Langfuse, under the names of its API and of its blob export: who called what, and
    the object that holds the usage. Langfuse keeps counts under keys of any name. `usage_keys` lists the names of each
    count that we know: Langfuse writes some of them itself, integrations write the others under the provider's names.
    `totals` are the keys of the total, and `not_counts` the keys that are not disjoint counts. `requests` is the number
    of requests that are summed up. `input` and `output` state no modality.
-#}
{% macro langfuse_fields() %}
    {%- set totals = ['total', 'total_tokens', 'totalTokens'] -%}
    {{- return({
        'texts': dict(tag_fields(['metadata.tags', 'metadata']), **{
            'observation_id': ['id'],
            'response_id': [
                'metadata.response_id', 'metadata.responseId', 'metadata.attributes."gen_ai.response.id"',
            ],
            'kind': ['type'],
            'billing_account_id': ['metadata.billing_account_id'],
            'user_id': [
                'userId', 'user_id', 'metadata.langfuse_user_id', 'metadata.user_id', 'metadata.userId',
                'metadata.attributes."user.id"',
            ],
            'account_id': ['metadata.account_id'],
            'project_id': ['projectId', 'project_id'],
            'api_key_id': ['metadata.api_key_id'],
            'session_id': ['sessionId', 'session_id', 'metadata.langfuse_session_id', 'metadata.session_id'],
            'request_id': ['traceId', 'trace_id'],
            'model': ['model', 'providedModelName', 'provided_model_name'],
            'deployment_scope': ['metadata.deployment_scope'],
            'metadata_region': ['metadata.region'],
            'raw_service_tier': [
                'metadata.service_tier', 'modelParameters.service_tier', 'model_parameters.service_tier',
            ],
            'reported_cost': [
                'costDetails.total', 'cost_details.total', 'calculatedTotalCost', 'totalCost', 'total_cost',
                'usage.totalCost',
            ],
            'raw_occurred_at': ['startTime', 'start_time'],
            'response_status': ['level'],
            'provider_name': [
                'metadata.custom_llm_provider', 'metadata.provider', 'metadata.ls_provider',
                'metadata.attributes."gen_ai.provider.name"', 'metadata.attributes."gen_ai.system"',
                'metadata.attributes."ai.model.provider"', 'metadata.attributes."llm.provider"',
                'metadata.attributes."llm.system"',
            ],
            'unit': ['usage.unit', 'unit'],
            'resource_id': ['metadata.resource_id', 'metadata.api_base', 'metadata.attributes."server.address"'],
            'streamed_at': ['completionStartTime', 'completion_start_time'],
            'attempt_number': ['metadata.attempt_number'],
            'is_own_key': ['metadata.is_own_key'],
        }),
        'usage_objects': ['usageDetails', 'usage_details', 'usage'],
        'usage_keys': {
            'input': ['input', 'input_tokens', 'prompt_tokens', 'promptTokens', 'prompt'],
            'text_input': ['input_text_tokens', 'input_text'],
            'text_cached_input': [
                'input_cached_tokens', 'input_cache_read', 'cache_read_input_tokens', 'input_cached_text_tokens',
                'input_cache_read_input_tokens', 'cached_tokens', 'cache_read_tokens',
            ],
            'cache_write': [
                'input_cache_creation', 'cache_creation_input_tokens', 'input_cache_write_tokens',
                'cache_write_tokens', 'input_cache_creation_input_tokens', 'input_cache_write',
            ],
            'cache_write_5m': [
                'input_cache_creation_5m', 'cache_creation_5m_input_tokens', 'ephemeral_5m_input_tokens',
            ],
            'cache_write_1h': [
                'input_cache_creation_1h', 'cache_creation_1h_input_tokens', 'ephemeral_1h_input_tokens',
            ],
            'reasoning': [
                'output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens', 'thoughts_token_count',
            ],
            'output': ['output', 'output_tokens', 'completion_tokens', 'completionTokens', 'completion'],
            'text_output': ['output_text_tokens', 'output_text'],
            'accepted_prediction': ['output_accepted_prediction_tokens'],
            'rejected_prediction': ['output_rejected_prediction_tokens'],
            'audio_input': ['input_audio_tokens', 'input_audio'],
            'audio_cached_input': ['input_cached_audio_tokens', 'input_cached_audio'],
            'audio_output': ['output_audio_tokens', 'output_audio'],
            'image_input': ['input_image_tokens', 'input_image'],
            'image_output': ['output_image_tokens', 'output_image'],
            'video_input': ['input_video_tokens', 'input_video'],
        },
        'totals': totals,
        'requests': ['requests'],
        'not_counts': totals + [
            'requests', 'unit', 'inputCost', 'outputCost', 'totalCost', 'input_cost', 'output_cost', 'total_cost',
        ],
    }) -}}
{% endmacro %}
