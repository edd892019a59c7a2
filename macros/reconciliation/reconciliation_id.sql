{#- The key of a reconciliation: one for each platform, billing account, billing period and currency. -#}
{% macro reconciliation_id(relation='') -%}
    {%- set columns = [] -%}
    {%- for column in ['platform', 'billing_account_id', 'billing_period', 'currency'] -%}
        {%- do columns.append(relation ~ '.' ~ column if relation else column) -%}
    {%- endfor -%}
    {{ surrogate_key(columns) }}
{%- endmacro %}
