{#-
    The calculated and billed costs of an account in a month, with their variance and status. The status is that of the
    sum, so a matched month can have differences that cancel.
-#}
with periods as (
    select * from {{ ref('int_account_periods_summed') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

compared_periods as (
    select
        {{ reconciliation_id('periods') }} as reconciliation_id,
        periods.platform,
        periods.billing_account_id,
        periods.billing_period,
        periods.currency,
        -- If only taxes and the like are billed, no usage is missing.
        periods.has_usage or not periods.has_billed_usage as has_usage,
        periods.has_bill,
        periods.calculated_cost,
        periods.billed_cost,
        periods.reported_cost,
        cast(
            coalesce(periods.billed_cost, 0) - coalesce(periods.calculated_cost, 0) as {{ type_amount() }}
        ) as variance_amount,
        {{ is_period_final('periods.billing_period', 'platforms') }} as is_final
    from periods
    left join platforms
        on periods.platform = platforms.platform
),

periods_with_status as (
    select
        reconciliation_id,
        platform,
        billing_account_id,
        billing_period,
        currency,
        calculated_cost,
        billed_cost,
        reported_cost,
        variance_amount,
        cast({{ exact_ratio('variance_amount', 'billed_cost') }} as decimal(38, 6)) as variance_ratio,
        {{ reconciliation_status('is_final', 'has_usage', 'has_bill', 'variance_amount', 'billed_cost') }}
            as reconciliation_status,
        is_final
    from compared_periods
)

select * from periods_with_status
