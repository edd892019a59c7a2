{#-
    The days in UTC that each export covers, from the first to the last charged day, for both platforms: a day on which
    one of them cost nothing is covered too. Charges of another invoice month than that of their day are covered apart.
-#}
with charges as (
    select * from {{ ref('stg_gcp__billed_charges') }}
    where usage_date is not null
),

platforms as (
    select 'vertex' as platform
    union all
    select 'gemini_api' as platform
),

own_month_ranges as (
    select
        delivery_id,
        billing_account_id,
        sub_account_id,
        min(usage_date) as first_day,
        max(usage_date) as last_day,
        loaded_at
    from charges
    where sub_account_id = ''
    group by delivery_id, billing_account_id, sub_account_id, loaded_at
),

delivery_ranges as (
    select
        delivery_id,
        billing_account_id,
        min(usage_date) as first_day,
        max(usage_date) as last_day
    from charges
    group by delivery_id, billing_account_id
),

other_month_ranges as (
    select distinct
        charges.delivery_id,
        charges.billing_account_id,
        'invoice ' || substring(cast(charges.invoice_period as {{ dbt.type_string() }}), 1, 7) as sub_account_id,
        delivery_ranges.first_day,
        delivery_ranges.last_day,
        charges.loaded_at
    from charges
    inner join delivery_ranges
        on
            charges.delivery_id = delivery_ranges.delivery_id
            and charges.billing_account_id = delivery_ranges.billing_account_id
),

covered_ranges as (
    select * from own_month_ranges

    union all

    select * from other_month_ranges
),

bill_days as (
    select
        platforms.platform,
        covered_ranges.delivery_id,
        covered_ranges.billing_account_id,
        covered_ranges.sub_account_id,
        covered_ranges.first_day as covered_from,
        cast({{ dbt.dateadd('day', 1, 'covered_ranges.last_day') }} as date) as covered_until,
        covered_ranges.loaded_at
    from covered_ranges
    cross join platforms
)

select * from bill_days
