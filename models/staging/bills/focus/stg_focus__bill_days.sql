{#-
    The days that a dataset covers of an account's billing period, from the first to the last charged day. A dataset
    that names several sub accounts covers all of them. Google's two platforms are on one bill.
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

covered_ranges as (
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

bill_days as (
    select
        coalesce(google_platforms.platform, covered_ranges.platform_key) as platform,
        covered_ranges.delivery_id,
        covered_ranges.billing_account_id,
        covered_ranges.sub_account_id,
        covered_ranges.covered_from,
        cast({{ dbt.dateadd('day', 1, 'covered_ranges.last_day') }} as date) as covered_until,
        covered_ranges.loaded_at
    from covered_ranges
    left join google_platforms
        on covered_ranges.platform_key = google_platforms.platform_key
)

select * from bill_days
