{#-
    Whether text that starts like 2026-02-29 names a day that exists; its month and day are known to be digits in range.
    Written with patterns: DuckDB turns a list of months into a join, and Spark may look at the year of text that has none,
    where a cast would end the run.
-#}
{% macro is_calendar_day(text) -%}
    {%- set leap_year = '^([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)$' -%}
    (
        not {{ regexp_matches('substring(' ~ text ~ ', 6, 5)', '^(02-(29|30|31)|(04|06|09|11)-31)$') }}
        or (
            substring({{ text }}, 6, 5) = '02-29'
            and {{ regexp_matches('substring(' ~ text ~ ', 1, 4)', leap_year) }}
        )
    )
{%- endmacro %}
