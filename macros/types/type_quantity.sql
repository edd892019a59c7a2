{#-
    A quantity of one event. Twelve whole digits are enough for one event, and six decimals hold fractions of a second.
-#}
{% macro type_quantity() %}decimal(18, 6){% endmacro %}
