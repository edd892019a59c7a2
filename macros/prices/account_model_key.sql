{#-
    One key for a priced model on a billing account, priced in one currency. Day by day, a bill is shared out over the
    usage with one such key.
-#}
{% macro account_model_key(currency='currency') -%}
    {{ surrogate_key(['platform', 'billing_account_id', 'model', currency]) }}
{%- endmacro %}
