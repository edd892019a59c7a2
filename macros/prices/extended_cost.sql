{#-
    Quantity × unit price as an amount, exactly. A price quoted for a minute or an hour has no exact price per second;
    its cost is quantity × the quoted price ÷ `price_divisor` seconds, divided as whole numbers. Wider factors than
    those of `quantity_cost` overflow on DuckDB and lose digits without a word on Spark.
-#}
{% macro extended_cost(quantity, single_unit_price, quoted_price, price_divisor) -%}
    case
        when {{ price_divisor }} = 1 then {{ quantity_cost(quantity, single_unit_price) }}
        else cast({{ exact_ratio(quantity_cost(quantity, quoted_price), price_divisor, 12) }} as {{ type_amount() }})
    end
{%- endmacro %}
