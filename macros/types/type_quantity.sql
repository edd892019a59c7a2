{#- A quantity of one event. Twelve whole digits bound a single event; six decimals hold fractions of a second. -#}
{% macro type_quantity() %}decimal(18, 6){% endmacro %}
