{#- The quantity of one event on a meter of this unit. All quantities but durations are whole numbers. -#}
{% macro type_metered(unit) -%}
    {{ 'bigint' if unit in whole_units() else type_quantity() }}
{%- endmacro %}
