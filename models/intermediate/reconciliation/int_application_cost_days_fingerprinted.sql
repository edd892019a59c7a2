{{ config(materialized='table') }}
{#-
    Days of an account on which an application reported costs, with a hash of everything that the comparison of these
    costs with ours depends on: the fingerprints of all usage of the account on the day.
-#}
with days as (
    select * from {{ ref('int_usage_days_summed') }}
),

fingerprinted_days as (
    select
        usage_date,
        platform,
        billing_account_id,
        {{ surrogate_key(['count(*)', 'sum(' ~ hex_number('fingerprint') ~ ')']) }} as fingerprint
    from days
    group by usage_date, platform, billing_account_id
    having count(reported_cost) > 0
)

select * from fingerprinted_days
