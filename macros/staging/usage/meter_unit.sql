{#- The unit of a meter of `usage_meters`, as an expression: column `extra_unit` has that of `extra_quantity`. -#}
{% macro meter_unit(meter) -%}
    {{ 'extra_unit' if meter == 'extra_quantity' else "'" ~ usage_meters()[meter] ~ "'" }}
{%- endmacro %}
