{#-
    Whether text that starts like 2026-02-29 names a day that exists; its month and day are known to be digits in range.
    Written with one pattern: DuckDB turns a list of months into a join.
-#}
{% macro is_calendar_day(text) -%}
    (
        not {{ matches('substring(' ~ text ~ ', 6, 5)', '^(02-(29|30|31)|(04|06|09|11)-31)$') }}
        or (
            substring({{ text }}, 6, 5) = '02-29'
            and mod(cast(substring({{ text }}, 1, 4) as integer), 4) = 0
            and (
                mod(cast(substring({{ text }}, 1, 4) as integer), 100) != 0
                or mod(cast(substring({{ text }}, 1, 4) as integer), 400) = 0
            )
        )
    )
{%- endmacro %}
