{#- A timestamp moved by a number of hours held in a column or literal. -#}
{% macro add_hours(moment, hours) -%}
    ({{ moment }} + {{ hours }} * interval '1 hour')
{%- endmacro %}
