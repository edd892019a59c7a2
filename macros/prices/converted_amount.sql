{#-
    An amount at an exchange rate, rounded half away from zero at the twelfth decimal. Both factors are turned into
    whole numbers, because two wide decimals overflow on DuckDB and silently lose digits on Spark. The product holds ten
    billion at a rate of a million.
-#}
{% macro converted_amount(amount, rate) -%}
    {%- set product = 'cast(cast(abs(' ~ amount ~ ') as decimal(38, 12)) * 1000000000000 as decimal(38, 0))'
        ~ ' * cast(cast(' ~ rate ~ ' as decimal(38, 9)) * 1000000000 as decimal(38, 0))' -%}
    cast(
        {{ sign_of(amount) }}
        * cast({{ integer_quotient(product ~ ' * 2 + 1000000000', 'cast(2000000000 as decimal(38, 0))') }} as decimal(38, 0))
        * 0.000000000001 as {{ type_amount() }}
    )
{%- endmacro %}
