{#- The key of an invoice line: one for each platform, model, meter and unit on an invoice. -#}
{% macro invoice_line_id() -%}
    {{ surrogate_key(['user_id', 'billing_period', 'currency', 'platform', 'model', 'meter', 'unit']) }}
{%- endmacro %}
