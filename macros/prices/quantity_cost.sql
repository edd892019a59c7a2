{#- Quantity × price of one unit as an amount: decimal(19, 6) × decimal(18, 12) fits 38 digits on every engine. -#}
{% macro quantity_cost(quantity, unit_price) -%}
    cast(cast({{ quantity }} as decimal(19, 6)) * {{ unit_price }} as {{ type_amount() }})
{%- endmacro %}
