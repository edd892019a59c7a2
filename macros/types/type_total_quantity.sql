{#-
    A sum of quantities, or a quantity on a bill. It has twelve decimals because Azure bills tokens in millionths of its
    unit.
-#}
{% macro type_total_quantity() %}decimal(38, 12){% endmacro %}
