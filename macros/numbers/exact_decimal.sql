{#-
    Text as decimal(38, 12), rounded half away from zero at the twelfth decimal. NULL for text that is not a plain or
    scientific decimal, or that has more than 13 whole digits: beyond ten trillion the arithmetic would overflow. It
    never passes through a float.
-#}
{% macro exact_decimal(text) -%}
    case
        when {{ regexp_matches(text, '^[-+]?([0-9]{1,13}(\\.[0-9]*)?|\\.[0-9]+)$') }}
            or {{ regexp_matches(text, '^[-+]?[0-9]{1,13}(\\.[0-9]*)?[eE]-[0-9]{1,2}$') }}
            or {{ regexp_matches(text, '^[-+]?([0-9]{1,4}(\\.[0-9]*)?[eE]\\+?[0-8]|[0-9](\\.[0-9]*)?[eE]\\+?(9|1[0-2]))$') }}
            then cast({{ text }} as {{ type_amount() }})
    end
{%- endmacro %}
