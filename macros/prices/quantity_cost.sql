{#-
    Quantity × price of one unit as an exact amount on every engine. Whole quantities get 19 digits, which hold the tokens of
    a month in which everybody calls; others get six decimals. Times a price in decimal(18, 12) both fit 38 digits, so that
    no engine rounds.
-#}
{% macro quantity_cost(quantity, unit_price, unit='any') -%}
    cast(cast({{ quantity }} as decimal(19, {{ 0 if unit in whole_units() else 6 }})) * {{ unit_price }} as {{ type_amount() }})
{%- endmacro %}
