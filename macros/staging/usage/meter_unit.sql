{#- The unit of a meter of `usage_meters`, as an expression: that of `extra_quantity` is told by the column beside it. -#}
{% macro meter_unit(meter) -%}
    {{ 'extra_unit' if meter == 'extra_quantity' else "'" ~ usage_meters()[meter] ~ "'" }}
{%- endmacro %}
