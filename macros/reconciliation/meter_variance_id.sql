{#-
    The key of a comparison of calculation and bill, at the grain at which the bill can be compared. Usage of
    provisioned capacity has a key of its own, beside that of other usage of the same meter.
-#}
{% macro meter_variance_id(model='model', meter='meter', is_provisioned=none) -%}
    {%- if is_provisioned -%}
        {%- set meter = 'case when ' ~ is_provisioned ~ " then 'provisioned ' else '' end || " ~ meter -%}
    {%- endif -%}
    {{ surrogate_key(['platform', 'billing_account_id', 'usage_date', 'currency', model, meter]) }}
{%- endmacro %}
