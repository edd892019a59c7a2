{#-
    The days that a dataset covers of a billing period of an account, from the first to the last it charges, for every sub
    account that it charges in that period: one that was charged on fewer days is corrected on the others, too.
-#}
{%- set period = 'partition by delivery_id, loaded_at, platform, billing_account_id, invoice_period' -%}

with charges as (
    select * from {{ ref('stg_focus__billed_charges') }}
    where bill_date is not null and platform is not null
),

ranged as (
    select distinct
        platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        invoice_period,
        min(bill_date) over ({{ period }}) as covered_from,
        max(bill_date) over ({{ period }}) as last_day,
        loaded_at
    from charges
),

renamed as (
    select
        platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        covered_from,
        cast({{ dbt.dateadd('day', 1, 'last_day') }} as date) as covered_until,
        loaded_at
    from ranged
)

select * from renamed
