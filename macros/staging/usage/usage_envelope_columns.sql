{#- The columns of the envelope that every provider's staging model passes on unchanged, in order. -#}
{% macro usage_envelope_columns() %}
    {{- return([
        'delivery_id', 'record_number', 'event_key', 'platform', 'billing_account_id', 'user_id', 'account_id',
        'project_id', 'api_key_id', 'session_id', 'request_id', 'raw_model', 'deployment', 'deployment_scope', 'region',
        'raw_service_tier', 'observed_by', 'tags', 'resource_id', 'is_streamed', 'attempt_number', 'is_own_key',
        'response_status', 'reported_cost', 'reported_currency', 'occurred_at', 'loaded_at', 'record',
    ]) -}}
{% endmacro %}
