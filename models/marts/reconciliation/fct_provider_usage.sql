{#-
    Reported, calculated and billed quantities side by side, with the variance between provider report and calculation.
    Only days that a report covers are compared.
-#}
with usage as (
    select * from {{ ref('int_usage_matched_to_reports') }}
),

days as (
    select
        platform,
        billing_account_id,
        usage_date,
        min(case when is_complete then 1 else 0 end) as is_complete
    from {{ ref('int_report_days_covered') }}
    group by platform, billing_account_id, usage_date
),

usage_with_variance as (
    select
        usage.platform,
        usage.billing_account_id,
        usage.usage_date,
        {{ month_start('usage.usage_date') }} as billing_period,
        usage.model,
        usage.meter,
        usage.provider_quantity,
        usage.calculated_quantity,
        usage.billed_quantity,
        cast(
            coalesce(usage.provider_quantity, 0) - coalesce(usage.calculated_quantity, 0) as {{ type_total_quantity() }}
        ) as provider_variance,
        days.is_complete = 1 as is_complete
    from usage
    inner join days
        on
            usage.platform = days.platform
            and usage.billing_account_id = days.billing_account_id
            and usage.usage_date = days.usage_date
),

usage_with_status as (
    select
        *,
        {{ report_status('provider_quantity', 'calculated_quantity', 'provider_variance') }} as report_status
    from usage_with_variance
)

select * from usage_with_status
