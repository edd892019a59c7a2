{#- Whether two instants bound a period within one UTC day: reports are compared by day. False when one is NULL. -#}
{% macro is_report_period(period_start, period_end) -%}
    coalesce(
        {{ period_end }} > {{ period_start }}
        and {{ period_end }} <= cast({{ dbt.dateadd('day', 1, 'cast(' ~ period_start ~ ' as date)') }} as timestamp),
        false
    )
{%- endmacro %}
