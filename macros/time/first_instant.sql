{#- The earliest possible instant of use, see `is_rfc3339`. -#}
{% macro first_instant() -%}
    cast('1970-01-01 00:00:00' as timestamp)
{%- endmacro %}
