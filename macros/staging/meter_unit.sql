{#- The unit of a meter of `usage_meters`, as an expression: that of `other` is told by the column beside it. -#}
{% macro meter_unit(meter) -%}
    {{ 'other_unit' if meter == 'other' else "'" ~ usage_meters()[meter] ~ "'" }}
{%- endmacro %}
