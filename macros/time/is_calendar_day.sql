{#-
    Whether text that starts like 2026-02-29 names a day that exists. Its month and day must be digits in range. The
    macro uses patterns, because DuckDB turns a list of months into a join. Spark may evaluate the year of text without
    a year, where a cast would end the run.
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
