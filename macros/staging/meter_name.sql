{#- The name of a meter of `usage_meters`, as an expression: `other` is told by the column beside it. -#}
{% macro meter_name(meter) -%}
    {{ 'other_meter' if meter == 'other' else "'" ~ meter ~ "'" }}
{%- endmacro %}
