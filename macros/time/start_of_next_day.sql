{#- The instant at which a date has ended, in UTC. -#}
{% macro start_of_next_day(day) -%}
    {{ add_hours('cast(' ~ day ~ ' as timestamp)', 24) }}
{%- endmacro %}
