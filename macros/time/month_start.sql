{#- The first day of the month of a date or timestamp, as a date: engines make it a timestamp of their own accord. -#}
{% macro month_start(moment) -%}
    cast(date_trunc('month', {{ moment }}) as date)
{%- endmacro %}
