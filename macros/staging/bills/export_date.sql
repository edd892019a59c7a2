{#-
    The date of a billing export as a date: 2026-03-31 with or without a time, 03/31/2026 or 3/31/2026 of enterprise
    agreements, or 20260331 of queries. NULL for other text, and for a day that does not exist.

    Args: text: expression. is_day_first: condition that the day is first in a date with slashes, see `day_first_file`.
    Where it is NULL, no date with slashes is read.
-#}
{% macro export_date(text, is_day_first='false') -%}
    {%- set year = '(19[7-9][0-9]|2[01][0-9]{2})' -%}
    {%- set month = '(0?[1-9]|1[0-2])' -%}
    {%- set day = '(0?[1-9]|[12][0-9]|3[01])' -%}
    {%- set slashed = {
        'not ' ~ is_day_first: (month ~ '/' ~ day, 1, 2), is_day_first: (day ~ '/' ~ month, 2, 1)
    } -%}
    {%- set iso -%}
        case
            {% for condition, (order, month_place, day_place) in slashed.items() -%}
            when {{ condition }} and {{ regexp_matches(text, '^' ~ order ~ '/' ~ year ~ '($|[ T])') }}
                then substring(split_part({{ text }}, '/', 3), 1, 4)
                || '-' || lpad(split_part({{ text }}, '/', {{ month_place }}), 2, '0')
                || '-' || lpad(split_part({{ text }}, '/', {{ day_place }}), 2, '0')
            {% endfor -%}
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
