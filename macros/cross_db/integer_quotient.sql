{#-
    Whole quotient of two non-negative whole numbers of up to 38 digits, the remainder dropped. Dividing decimals is a
    float on DuckDB and loses digits on Spark; dividing whole numbers is exact on every engine.
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
