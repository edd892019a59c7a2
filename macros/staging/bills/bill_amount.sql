{#-
    A number of a bill without what spreadsheets put into it: the dollar sign, and separators of thousands where the sign
    or a decimal point tells them from a decimal comma. Anything else stays as it is, to be refused where it is no number.
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
