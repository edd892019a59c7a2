-- Guards Σ actual cost = Σ billed cost per account, day and currency, to the last digit. If a share is cut off, or a
-- charge is allocated nowhere, the actual costs of users silently fall short of the bill.
with allocations as (
    select * from {{ ref('fct_cost_allocations') }}
    where {{ is_built_date('usage_date', newest_only=true) }}
),

charges as (
    select * from {{ ref('fct_billed_charges') }}
    where {{ is_built_date('usage_date', newest_only=true) }}
),

totals as (
    select
        platform,
        billing_account_id,
        usage_date,
        billing_currency as currency,
        sum(actual_cost) as cost
    from allocations
    group by platform, billing_account_id, usage_date, billing_currency

    union all

    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        -sum(billed_cost) as cost
    from charges
    group by platform, billing_account_id, usage_date, currency
),

compared as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        coalesce(sum(cost), 0) as cost_off
    from totals
    group by platform, billing_account_id, usage_date, currency
)

select * from compared
where cost_off != 0
