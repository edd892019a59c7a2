{#- The name of a meter of `usage_meters`, as an expression: column `extra_meter` names that of `extra_quantity`. -#}
{% macro meter_name(meter) -%}
    {{ 'extra_meter' if meter == 'extra_quantity' else "'" ~ meter ~ "'" }}
{%- endmacro %}
