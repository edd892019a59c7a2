{#-
    One amount over another to a number of decimals, rounded half away from zero. NULL if the divisor is zero. The
    division is of whole numbers, so that every engine gives the same digits.
-#}
{% macro exact_ratio(numerator, denominator, decimals=6) -%}
    {%- set dividend = 'cast(abs(' ~ numerator ~ ') * 1000000000000 as decimal(38, 0))' -%}
    {%- set divisor = 'cast(abs(' ~ denominator ~ ') * 1000000000000 as decimal(38, 0))' -%}
    {%- set rounded = integer_quotient(dividend ~ ' * ' ~ 2 * 10 ** decimals ~ ' + ' ~ divisor, divisor ~ ' * 2') -%}
    case
        when {{ denominator }} != 0
            then cast(
                {{ sign_of(numerator) }} * {{ sign_of(denominator) }}
                * cast({{ rounded }} as decimal(38, 0)) * 0.{{ '0' * (decimals - 1) }}1 as decimal(38, {{ decimals }})
            )
    end
{%- endmacro %}
