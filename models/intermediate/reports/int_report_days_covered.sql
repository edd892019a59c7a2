{#-
    The days of an account that current provider reports cover, by kind of usage, and whether they cover the whole day.
    A report that was delivered before its period was over is not complete.
-#}
with periods as (
    select * from {{ ref('int_report_periods_covered') }}
    where is_current
),

days as (
    select
        platform,
        billing_account_id,
        report_kind,
        usage_date,
        min(covered_from) as covered_from,
        max(covered_until) as covered_until,
        min(case when delivered_at >= covered_until then 1 else 0 end) as are_over
    from periods
    group by platform, billing_account_id, report_kind, usage_date
),

days_with_completeness as (
    select
        platform,
        billing_account_id,
        report_kind,
        usage_date,
        are_over = 1
        and covered_from = cast(usage_date as timestamp)
        and covered_until = cast({{ dbt.dateadd('day', 1, 'usage_date') }} as timestamp) as is_complete
    from days
)

select * from days_with_completeness
