-- Guards Σ actual cost = Σ billed cost per account, month and currency, to the last digit. A share that is cut and not
-- given to anyone, or a charge without a home, would make the actual costs of users quietly fall short of the bill.
with allocations as (
    select * from {{ ref('fct_cost_allocations') }}
),

charges as (
    select * from {{ ref('fct_billed_charges') }}
),

totals as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        sum(actual_cost) as cost
    from allocations
    group by platform, billing_account_id, billing_period, currency

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        -sum(billed_cost) as cost
    from charges
    group by platform, billing_account_id, billing_period, currency
),

compared as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        coalesce(sum(cost), 0) as cost_off
    from totals
    group by platform, billing_account_id, billing_period, currency
)

select * from compared
where cost_off != 0
