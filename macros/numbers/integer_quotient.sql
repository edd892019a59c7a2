{#-
    Whole quotient of two non-negative whole numbers of up to 38 digits. The remainder is dropped. A division of
    decimals is a float on DuckDB and loses digits on Spark. A division of whole numbers is exact on every engine.
-#}
{% macro integer_quotient(dividend, divisor) %}
    {{- return(adapter.dispatch('integer_quotient', 'tokenbooks')(dividend, divisor)) -}}
{% endmacro %}

{% macro duckdb__integer_quotient(dividend, divisor) -%}
    (cast({{ dividend }} as hugeint) // cast({{ divisor }} as hugeint))
{%- endmacro %}

{% macro postgres__integer_quotient(dividend, divisor) -%}
    div(cast({{ dividend }} as numeric), cast({{ divisor }} as numeric))
{%- endmacro %}

{#-
    Spark's `div` returns a bigint and wraps around without an error, and its `/` keeps 20 whole digits. So the quotient
    is made in two parts of at most 20 digits, each from a dividend that is a multiple of the divisor. The function
    around it makes Spark compute each number once.
-#}
{% macro spark__integer_quotient(dividend, divisor) -%}
    {%- set number = 'cast({} as decimal(38, 0))' -%}
    transform(
        array(struct({{ number.format(dividend) }} as n, {{ number.format(divisor) }} as d)),
        part -> case
            when part.d < 100000000000000000000
                then cast(
                    (part.n - mod(part.n, part.d * 1000000000000000000)) / (part.d * 1000000000000000000)
                    as decimal(38, 0)
                ) * 1000000000000000000
                + cast(
                    (mod(part.n, part.d * 1000000000000000000) - mod(part.n, part.d)) / part.d as decimal(38, 0)
                )
            else cast((part.n - mod(part.n, part.d)) / part.d as decimal(38, 0))
        end
    )[0]
{%- endmacro %}
