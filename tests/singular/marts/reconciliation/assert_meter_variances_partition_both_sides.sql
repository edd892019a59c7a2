-- Guards the comparison itself: every calculated cost and every billed usage charge is in one meter variance, once. A
-- join that loses a side would show it as missing; a join that repeats it would double the variance.
with variances as (
    select * from {{ ref('fct_meter_variances') }}
),

usage as (
    select * from {{ ref('int_usage_days_unpivoted') }}
),

converted as (
    select * from {{ ref('int_calculated_usage_converted') }}
),

charges as (
    select * from {{ ref('fct_billed_charges') }}
    where charge_component = 'usage'
),

totals as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        calculated_cost,
        billed_cost
    from variances

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        -sum(calculated_cost) as calculated_cost,
        null as billed_cost
    from converted
    group by platform, billing_account_id, billing_period, currency

    union all

    -- The converted costs are all calculated costs.
    select
        platform,
        billing_account_id,
        billing_period,
        currency || ' calculated' as currency,
        sum(calculated_cost) as calculated_cost,
        null as billed_cost
    from usage
    group by platform, billing_account_id, billing_period, currency

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        pricing_currency || ' calculated' as currency,
        -sum(priced_cost) as calculated_cost,
        null as billed_cost
    from converted
    group by platform, billing_account_id, billing_period, pricing_currency

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        null as calculated_cost,
        -sum(billed_cost) as billed_cost
    from charges
    group by platform, billing_account_id, billing_period, currency
),

compared as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        coalesce(sum(calculated_cost), 0) as calculated_cost_off,
        coalesce(sum(billed_cost), 0) as billed_cost_off
    from totals
    group by platform, billing_account_id, billing_period, currency
)

select * from compared
where calculated_cost_off != 0 or billed_cost_off != 0
