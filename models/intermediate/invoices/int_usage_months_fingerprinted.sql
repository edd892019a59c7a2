{{ config(materialized='table') }}
{#-
    Each month of usage with a hash of everything that its totals depend on: its days, and the digits that currencies
    are rounded to. A month with another hash is summed and rounded again.
-#}
with days as (
    select distinct
        billing_period,
        usage_date,
        rate_key,
        fingerprint
    from {{ ref('int_user_days_summed') }}
),

currencies as (
    select sum({{ hex_number(surrogate_key(['currency', 'minor_unit_digits'])) }}) as currency_sum
    from {{ ref('currencies') }}
),

months as (
    select
        billing_period,
        count(*) as days,
        sum({{ hex_number(surrogate_key(['usage_date', 'rate_key', 'fingerprint'])) }}) as day_sum
    from days
    group by billing_period
),

fingerprinted_months as (
    select
        months.billing_period,
        {{ surrogate_key(['months.days', 'months.day_sum', 'currencies.currency_sum']) }} as fingerprint
    from months
    cross join currencies
)

select * from fingerprinted_months
