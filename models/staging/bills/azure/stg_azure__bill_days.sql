{#-
    The days that each export covers of a billing period. A refreshed month-to-date export repeats the month so far, so
    its first to its last day replace the charges that earlier exports had of those days. An export that names several
    subscriptions covers all of them.
-#}
{%- set export = 'partition by delivery_id, loaded_at, billing_account_id' -%}

with charges as (
    select * from {{ ref('stg_azure__billed_charges') }}
    where bill_date is not null
),

covered_ranges as (
    select distinct
        delivery_id,
        billing_account_id,
        case
            when min(sub_account_id) over ({{ export }}) != max(sub_account_id) over ({{ export }}) then '*'
            else sub_account_id
        end as sub_account_id,
        min(bill_date) over ({{ export }}, invoice_period) as covered_from,
        max(bill_date) over ({{ export }}, invoice_period) as last_day,
        loaded_at
    from charges
),

bill_days as (
    select
        'azure' as platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        covered_from,
        cast({{ dbt.dateadd('day', 1, 'last_day') }} as date) as covered_until,
        loaded_at
    from covered_ranges
)

select * from bill_days
