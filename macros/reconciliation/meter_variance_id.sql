{#- The key of a comparison of calculation and bill, at the grain at which the bill can be compared. -#}
{% macro meter_variance_id(model='model', meter='meter') -%}
    {{ surrogate_key(['platform', 'billing_account_id', 'usage_date', 'currency', model, meter]) }}
{%- endmacro %}
