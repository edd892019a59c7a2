{#- One text for a priced model on a billing account, in one currency: what bills are shared out over, day by day. -#}
{% macro account_model_key() -%}
    {{ surrogate_key(['platform', 'billing_account_id', 'model', 'currency']) }}
{%- endmacro %}
