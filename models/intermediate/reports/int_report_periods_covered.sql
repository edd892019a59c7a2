{#-
    The periods of an account that each known provider report covers, and whether it is current for them. The newest
    delivery that covers a period is current; if two are equally new, it is the last by name. Reports by the minute or
    the hour come in many files, and each file covers only its own part of the day. A newer day replaces the hours and
    minutes in it. A newer hour or minute replaces the day or hour around it.
-#}
{%- set account = 'platform, billing_account_id, report_kind' -%}

with periods as (
    select * from {{ ref('int_report_periods_unioned') }}
    where {{ is_known('delivered_at') }}
),

ranked_periods as (
    select
        *,
        cast({{ dbt.date_trunc('hour', 'covered_from') }} as timestamp) as covered_hour,
        case
            when covered_until > {{ add_hours('covered_from', 1) }} then 'day'
            when covered_until > covered_from + interval '1 minute' then 'hour'
            else 'minute'
        end as width,
        dense_rank() over (
            partition by {{ account }}
            order by delivered_at, delivery_set, delivery_id
        ) as newness
    from periods
),

overlapping_periods as (
    select
        *,
        max(newness) over (partition by {{ account }}, usage_date) as newest_in_day,
        max(newness) over (partition by {{ account }}, covered_hour) as newest_in_hour,
        max(newness) over (partition by {{ account }}, covered_from) as newest_in_minute,
        max(case when width = 'day' then newness end) over (partition by {{ account }}, usage_date) as newest_day,
        max(case when width = 'hour' then newness end) over (partition by {{ account }}, covered_hour) as newest_hour
    from ranked_periods
),

periods_with_status as (
    select
        platform,
        billing_account_id,
        report_kind,
        usage_date,
        covered_from,
        covered_until,
        delivery_id,
        delivered_at,
        newness = case
            when width = 'day' then newest_in_day
            when width = 'hour' then greatest(newest_in_hour, coalesce(newest_day, 0))
            else greatest(newest_in_minute, coalesce(newest_hour, 0), coalesce(newest_day, 0))
        end as is_current
    from overlapping_periods
)

select * from periods_with_status
