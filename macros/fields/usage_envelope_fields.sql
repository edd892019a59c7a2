{#-
    What we read of a usage envelope: its own fields, the identifiers of the provider's payload, and the places where
    the payload may keep its usage object. The payload's model, tier and status win over the envelope's.
-#}
{% macro usage_envelope_fields() %}
    {%- set texts = tag_fields(['tags']) -%}
    {%- for name in [
        'user_id', 'billing_account_id', 'account_id', 'project_id', 'api_key_id', 'session_id', 'request_id',
        'platform', 'deployment', 'deployment_scope', 'region', 'observed_by', 'response_status', 'reported_cost',
        'reported_currency', 'resource_id', 'attempt_number',
    ] -%}
        {%- do texts.update({name: [name]}) -%}
    {%- endfor -%}
    {%- do texts.update({
        'is_streamed': ['is_streamed', 'payload.stream'],
        'is_own_key': ['is_own_key', 'payload.usage.is_byok'],
        'response_status': ['payload.response.status', 'payload.status', 'payload.Response.Status', 'payload.Status'],
    }) -%}
    {{- return({
        'texts': texts,
        'identity': {
            'event_id': ['event_id'],
            'occurred_at': ['occurred_at'],
            'model': ['model'],
            'service_tier': ['service_tier'],
            'payload_type': ['payload.type', 'payload.Type', 'payload.object', 'payload.modelOutput.type'],
            'response_id': [
                'payload.response.id', 'payload.Response.Id', 'payload.response.Id', 'payload.response.body.id',
                'payload.message.id', 'payload.result.message.id', 'payload.responseId',
                'payload.ResponseMetadata.RequestId', 'payload.modelOutput.id',
            ],
            'item_id': ['payload.item_id', 'payload.ItemId'],
            'content_index': ['payload.content_index', 'payload.ContentIndex'],
            'body_id': ['payload.id', 'payload.Id'],
            'custom_id': ['payload.custom_id'],
            'batch_record_id': ['payload.recordId'],
            'payload_model': [
                'payload.response.model', 'payload.model', 'payload.Response.Model', 'payload.Model',
                'payload.response.body.model', 'payload.message.model', 'payload.result.message.model',
                'payload.modelVersion', 'payload.modelOutput.model',
            ],
            'payload_service_tier': [
                'payload.response.service_tier', 'payload.service_tier', 'payload.usage.service_tier',
                'payload.ServiceTier', 'payload.serviceTier.type', 'payload.message.usage.service_tier',
                'payload.usageMetadata.serviceTier', 'payload.usageMetadata.trafficType',
                'payload.usage_metadata.traffic_type', 'payload.response.usageMetadata.trafficType',
                'payload.metadata.serviceTier.type',
            ],
        },
        'usage_objects': [
            'payload.response.usage', 'payload.usage', 'payload.Response.Usage', 'payload.response.Usage',
            'payload.Usage', 'payload.response.body.usage', 'payload.message.usage', 'payload.result.message.usage',
            'payload.usageMetadata', 'payload.usage_metadata', 'payload.modelOutput.usage', 'payload.modelOutput',
            'payload.metadata.usage', 'payload."amazon-bedrock-invocationMetrics"',
        ],
    }) -}}
{% endmacro %}
