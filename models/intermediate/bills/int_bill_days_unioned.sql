{{ config(materialized='incremental') }}
{#-
    The days of an account that each delivery of a bill covers, from all sources, as its parsed rows show them. The rows
    of one covered period cover it from their first to their last day, for all sub accounts where they name several.
    Rows that are covered apart cover their own sub account only, over all days of the delivery. A row covers all
    platforms that are on its bill.
-#}
{%- set keys = [
    'delivery_id', 'delivery_set', 'delivered_at', 'covered_platforms', 'billing_account_id', 'sub_account_id',
    'is_covered_apart', 'covered_period', 'loaded_at'
] -%}
{%- set delivery = 'partition by delivery_id, covered_platforms, billing_account_id' -%}

with parsed_rows as (
    select * from {{ ref('int_billed_charges_unioned') }}
    where covered_platforms is not null and covered_from is not null and {{ is_newly_loaded('loaded_at') }}
),

days_by_sub_account as (
    select
        {{ keys | join(',\n        ') }},
        min(covered_from) as first_day,
        max(covered_until) as end_day
    from parsed_rows
    group by {{ keys | join(', ') }}
),

covered_ranges as (
    select distinct
        delivery_id,
        delivery_set,
        delivered_at,
        covered_platforms,
        billing_account_id,
        case
            when is_covered_apart
                or min(sub_account_id) over ({{ delivery }}, is_covered_apart)
                = max(sub_account_id) over ({{ delivery }}, is_covered_apart)
                then sub_account_id
            else '*'
        end as sub_account_id,
        case
            when is_covered_apart then min(first_day) over ({{ delivery }})
            else min(first_day) over ({{ delivery }}, is_covered_apart, covered_period)
        end as covered_from,
        case
            when is_covered_apart then max(end_day) over ({{ delivery }})
            else max(end_day) over ({{ delivery }}, is_covered_apart, covered_period)
        end as covered_until,
        loaded_at
    from days_by_sub_account
),

ranges_by_platform as (
    {{ split_rows('covered_ranges', 'covered_platforms', 'platform') | indent(4) }}
),

dated_days as (
    select
        platform,
        billing_account_id,
        sub_account_id,
        delivery_id,
        delivery_set,
        delivered_at,
        covered_from,
        covered_until,
        loaded_at,
        cast(loaded_at as date) as loaded_date
    from ranges_by_platform
)

select * from dated_days
