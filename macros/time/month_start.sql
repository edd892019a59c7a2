{#- The first day of the month of a date or timestamp, as a date. Without the cast, engines return a timestamp. -#}
{% macro month_start(moment) -%}
    cast(date_trunc('month', {{ moment }}) as date)
{%- endmacro %}
