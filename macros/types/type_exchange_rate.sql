{#- What one unit of a currency is in another. -#}
{% macro type_exchange_rate() %}decimal(18, 9){% endmacro %}
