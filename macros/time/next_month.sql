{#- The first day of the following month, as a date. -#}
{% macro next_month(month) -%}
    cast({{ month }} + interval '1 month' as date)
{%- endmacro %}
