{#- The first day of the month after the month that starts on a date, as a date. -#}
{% macro next_month(month) -%}
    cast({{ month }} + interval '1 month' as date)
{%- endmacro %}
