{#-
    Whole quantity × price of one unit as an amount: decimal(19, 0) × decimal(18, 12) is 38 digits with twelve decimals, so
    that no engine rounds, and holds the tokens of a month in which everybody calls.
-#}
{% macro whole_cost(quantity, unit_price) -%}
    cast(cast({{ quantity }} as decimal(19, 0)) * {{ unit_price }} as {{ type_amount() }})
{%- endmacro %}
