{#-
    Text of an amount in cents as text in major units. The macro shifts the point among the digits, so that none is
    lost: 123.78912 cents are 1.2378912. Text that is not a decimal number stays as it is, and is refused with the text
    of the bill.
-#}
{% macro cents_to_units(text) -%}
    {%- set unsigned = "replace(replace(" ~ text ~ ", '-', ''), '+', '')" -%}
    {%- set digits = "split_part(" ~ unsigned ~ ", '.', 1)" -%}
    {%- set whole = "case when length(" ~ digits ~ ") < 3 then lpad(" ~ digits ~ ", 3, '0') else " ~ digits ~ " end" -%}
    case
        when {{ regexp_matches(text, '^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$') }}
            then case when {{ text }} like '-%' then '-' else '' end
            || substring({{ whole }}, 1, length({{ whole }}) - 2)
            || '.'
            || substring({{ whole }}, length({{ whole }}) - 1, 2)
            || split_part({{ unsigned }}, '.', 2)
        when {{ regexp_matches(text, '^[-+]?[0-9]+(\\.[0-9]*)?[eE][-+]?[0-9]{1,2}$') }}
            then split_part(lower({{ text }}), 'e', 1)
            || 'e'
            || cast(
                cast(replace(split_part(lower({{ text }}), 'e', 2), '+', '') as integer) - 2 as {{ dbt.type_string() }}
            )
        else {{ text }}
    end
{%- endmacro %}
