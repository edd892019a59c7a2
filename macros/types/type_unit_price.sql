{#- The price of one single unit. dbt's own numeric type keeps six decimals and turns 5e-8 into 0. -#}
{% macro type_unit_price() %}decimal(18, 12){% endmacro %}
