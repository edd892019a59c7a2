{#-
    The date of a billing export as a date: 2026-03-31 with or without a time, 03/31/2026 or 3/31/2026 of enterprise
    agreements, or 20260331 of queries. NULL for other text, and for a day that does not exist.
-#}
{% macro export_date(text) -%}
    {%- set year = '(19[7-9][0-9]|2[01][0-9]{2})' -%}
    {%- set iso -%}
        case
            when {{ regexp_matches(text, '^(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/' ~ year ~ '($|[ T])') }}
                then substring(split_part({{ text }}, '/', 3), 1, 4)
                || '-' || lpad(split_part({{ text }}, '/', 1), 2, '0')
                || '-' || lpad(split_part({{ text }}, '/', 2), 2, '0')
            when {{ regexp_matches(text, '^' ~ year ~ '-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])($|[ T])') }}
                then substring({{ text }}, 1, 10)
            when {{ regexp_matches(text, '^' ~ year ~ '(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$') }}
                then substring({{ text }}, 1, 4)
                || '-' || substring({{ text }}, 5, 2)
                || '-' || substring({{ text }}, 7, 2)
        end
    {%- endset -%}
    case when {{ is_calendar_day(iso) }} then cast({{ iso }} as date) end
{%- endmacro %}
