{#-
    A number of a bill without the marks of spreadsheets: the dollar sign, and separators of thousands where the sign
    or a decimal point shows that they are not decimal commas. Other text stays as it is, and is refused later if it is
    not a number.
-#}
{% macro bill_amount(text) -%}
    {%- set trimmed = "trim(" ~ text ~ ")" -%}
    case
        when {{ regexp_matches(trimmed, '^-?[$] ?-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]+)?$') }}
            or {{ regexp_matches(trimmed, '^-?[0-9]{1,3}(,[0-9]{3})+[.][0-9]+$') }}
            then {{ regexp_replace_all(trimmed, '[$, ]', '') }}
        else {{ trimmed }}
    end
{%- endmacro %}
