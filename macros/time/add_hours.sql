{#- A timestamp moved by a number of hours, which is a column or a literal. -#}
{% macro add_hours(moment, hours) -%}
    ({{ moment }} + {{ hours }} * interval '1 hour')
{%- endmacro %}
