{#- Money before rounding. -#}
{% macro type_amount() %}decimal(38, 12){% endmacro %}
