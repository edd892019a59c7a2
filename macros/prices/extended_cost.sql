{#-
    The cost of a quantity on a meter (quantity × unit price), exactly. A price quoted for a minute or an hour has no
    exact price per second. Its cost is quantity × the quoted price ÷ `price_divisor` seconds, divided as whole numbers.
    Wider factors than those of `quantity_cost` overflow on DuckDB and silently lose digits on Spark.

    Args: quantity: expression. prices: beginning of the columns `<prices>_unit_price` and, for a unit that is not
    whole, `<prices>_quoted_price` and `<prices>_price_divisor`. unit: unit of the meter, see `usage_meters`.
-#}
{% macro extended_cost(quantity, prices, unit) -%}
    {%- if unit in whole_units() -%}
    {{ quantity_cost(quantity, prices ~ '_unit_price', unit) }}
    {%- else -%}
    case
        when {{ prices }}_price_divisor = 1 then {{ quantity_cost(quantity, prices ~ '_unit_price') }}
        else cast(
            {{ exact_ratio(quantity_cost(quantity, prices ~ '_quoted_price'), prices ~ '_price_divisor', 12) }}
            as {{ type_amount() }}
        )
    end
    {%- endif -%}
{%- endmacro %}
