{#-
    Text for the time since 1970-01-01T00:00:00Z as a UTC timestamp without zone, cut at microseconds. It may be seconds
    with or without decimals, or a whole number of milli-, micro- or nanoseconds with 13, 16 or 19 digits. NULL for any
    other text, after 2199, and before 1973, where an engine may write a number with an exponent. It never passes
    through a float.
-#}
{% macro epoch_text_to_timestamp(text) -%}
    {%- set is_decimal = regexp_matches(text, '^[0-9]{9,10}(\\.[0-9]+)?$') -%}
    {%- set is_fine = regexp_matches(text, '^[0-9]{10}([0-9]{3}){1,3}$') -%}
    {%- set seconds -%}
        case
            when {{ is_decimal }} then cast(split_part({{ text }}, '.', 1) as bigint)
            when {{ is_fine }} then cast(substring({{ text }}, 1, 10) as bigint)
        end
    {%- endset -%}
    {%- set microseconds -%}
        case
            when {{ is_decimal }} then cast(rpad(split_part({{ text }}, '.', 2), 6, '0') as integer)
            when {{ is_fine }} then cast(rpad(substring({{ text }}, 11), 6, '0') as integer)
        end
    {%- endset -%}
    ({{ epoch_to_timestamp(seconds) }} + {{ microseconds }} * interval '1 microsecond')
{%- endmacro %}
