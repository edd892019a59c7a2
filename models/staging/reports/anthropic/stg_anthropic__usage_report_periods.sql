{#- The periods that a delivery of Anthropic's usage reports covers, empty periods too. -#}
with buckets as (
    select * from {{ ref('base_anthropic__report_buckets') }}
),

report_periods as (
    select distinct
        'anthropic' as platform,
        delivery_id,
        delivery_set,
        delivered_at,
        billing_account_id,
        'messages' as report_kind,
        period_start as covered_from,
        period_end as covered_until,
        loaded_at
    from buckets
    where {{ is_report_period('period_start', 'period_end') }}
)

select * from report_periods
