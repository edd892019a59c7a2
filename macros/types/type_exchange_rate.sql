{#- Units of one currency for one unit of another. -#}
{% macro type_exchange_rate() %}decimal(18, 9){% endmacro %}
