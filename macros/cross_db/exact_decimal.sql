{#-
    Text as decimal(38, 12), rounded half away from zero at the twelfth decimal; NULL for text that is no plain or
    scientific decimal, or that has more than 20 whole digits. Never passes through a float.
-#}
{% macro exact_decimal(text) -%}
    case
        when {{ matches(text, '^[-+]?([0-9]{1,20}(\.[0-9]*)?|\.[0-9]+)$') }}
            or {{ matches(text, '^[-+]?[0-9]{1,12}(\.[0-9]*)?[eE](-[0-9]{1,2}|\+?[0-9])$') }}
            then cast({{ text }} as {{ type_amount() }})
    end
{%- endmacro %}
