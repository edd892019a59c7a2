{#-
    The date of a billing export as a date: 2026-03-31 with or without a time, or the 03/31/2026 of enterprise agreements.
    NULL when it is neither, or names no day.
-#}
{% macro export_date(text) -%}
    {%- set iso -%}
        case
            when {{ matches(text, '^(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/(19[7-9][0-9]|2[01][0-9]{2})') }}
                then substring({{ text }}, 7, 4) || '-' || substring({{ text }}, 1, 2) || '-' || substring({{ text }}, 4, 2)
            when {{ matches(text, '^(19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])') }}
                then substring({{ text }}, 1, 10)
        end
    {%- endset -%}
    case when {{ is_calendar_day(iso) }} then cast({{ iso }} as date) end
{%- endmacro %}
