{#- The key of an invoice: one per user, billing period and currency. -#}
{% macro invoice_id() -%}
    {{ surrogate_key(['user_id', 'billing_period', 'currency']) }}
{%- endmacro %}
