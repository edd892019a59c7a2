{#-
    Quantity × price of one unit as an exact amount, on every engine. Whole quantities get 19 digits, enough for the
    tokens of all users in a month. Others get six decimals. Both fit 38 digits when multiplied by a price in
    decimal(18, 12), so that no engine rounds.
-#}
{% macro quantity_cost(quantity, unit_price, unit='any') -%}
    {%- set decimals = 0 if unit in whole_units() else 6 -%}
    cast(cast({{ quantity }} as decimal(19, {{ decimals }})) * {{ unit_price }} as {{ type_amount() }})
{%- endmacro %}
