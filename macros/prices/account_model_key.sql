{#- One text for a priced model on a billing account, priced in one currency: what bills are shared out over, day by day. -#}
{% macro account_model_key(currency='currency') -%}
    {{ surrogate_key(['platform', 'billing_account_id', 'model', currency]) }}
{%- endmacro %}
