{#- The columns of a usage record, as it spells them, that decide its price besides its time and size. -#}
{% macro rate_key_columns() %}
    {{- return([
        'platform', 'billing_account_id', 'model_name', 'service_tier_name', 'deployment_scope_name', 'region',
        'extra_meter',
    ]) -}}
{% endmacro %}
