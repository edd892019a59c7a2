{#-
    The days that a dataset covers of a billing period of an account, from the first to the last it charges; of all sub
    accounts, if it names several. Google's two platforms are one bill.
-#}
{%- set dataset = 'partition by delivery_id, loaded_at, platform_key, billing_account_id' -%}

with charges as (
    select
        *,
        case when platform in ('vertex', 'gemini_api') then 'google' else platform end as platform_key
    from {{ ref('stg_focus__billed_charges') }}
    where bill_date is not null and platform is not null
),

google_platforms as (
    select
        'google' as platform_key,
        'vertex' as platform

    union all

    select
        'google' as platform_key,
        'gemini_api' as platform
),

ranged as (
    select distinct
        platform_key,
        delivery_id,
        billing_account_id,
        case
            when min(sub_account_id) over ({{ dataset }}) != max(sub_account_id) over ({{ dataset }}) then '*'
            else sub_account_id
        end as sub_account_id,
        min(bill_date) over ({{ dataset }}, invoice_period) as covered_from,
        max(bill_date) over ({{ dataset }}, invoice_period) as last_day,
        loaded_at
    from charges
),

renamed as (
    select
        coalesce(google_platforms.platform, ranged.platform_key) as platform,
        ranged.delivery_id,
        ranged.billing_account_id,
        ranged.sub_account_id,
        ranged.covered_from,
        cast({{ dbt.dateadd('day', 1, 'ranged.last_day') }} as date) as covered_until,
        ranged.loaded_at
    from ranged
    left join google_platforms
        on ranged.platform_key = google_platforms.platform_key
)

select * from renamed
