{#- The quantity of one event on a meter of a unit: whole numbers but for durations. -#}
{% macro type_metered(unit) -%}
    {{ 'bigint' if is_whole(unit) else type_quantity() }}
{%- endmacro %}
