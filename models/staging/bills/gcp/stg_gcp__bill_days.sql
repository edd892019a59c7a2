{#-
    The days in UTC that each export covers, from the first to the last that it charges, for both platforms: a day on which
    one of them cost nothing is covered too. What is billed in another month than that of its day is covered apart.
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

own_months as (
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

deliveries as (
    select
        delivery_id,
        billing_account_id,
        min(usage_date) as first_day,
        max(usage_date) as last_day
    from charges
    group by delivery_id, billing_account_id
),

other_months as (
    select distinct
        charges.delivery_id,
        charges.billing_account_id,
        'invoice ' || substring(cast(charges.invoice_period as {{ dbt.type_string() }}), 1, 7) as sub_account_id,
        deliveries.first_day,
        deliveries.last_day,
        charges.loaded_at
    from charges
    inner join deliveries
        on
            charges.delivery_id = deliveries.delivery_id
            and charges.billing_account_id = deliveries.billing_account_id
),

covered as (
    select * from own_months

    union all

    select * from other_months
),

renamed as (
    select
        platforms.platform,
        covered.delivery_id,
        covered.billing_account_id,
        covered.sub_account_id,
        covered.first_day as covered_from,
        cast({{ dbt.dateadd('day', 1, 'covered.last_day') }} as date) as covered_until,
        covered.loaded_at
    from covered
    cross join platforms
)

select * from renamed
