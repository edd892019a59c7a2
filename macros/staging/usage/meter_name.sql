{#- The name of a meter of `usage_meters`, as an expression: `extra_quantity` is told by the column beside it. -#}
{% macro meter_name(meter) -%}
    {{ 'extra_meter' if meter == 'extra_quantity' else "'" ~ meter ~ "'" }}
{%- endmacro %}
