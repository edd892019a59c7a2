{#- The key of an invoice line: one per platform, model, meter and unit of an invoice. -#}
{% macro invoice_line_id() -%}
    {{ surrogate_key(['user_id', 'billing_period', 'currency', 'platform', 'model', 'meter', 'unit']) }}
{%- endmacro %}
