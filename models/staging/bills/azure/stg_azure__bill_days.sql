{#-
    The days that each export covers of a billing period. A refreshed month-to-date export repeats the month so far, so that
    its first to its last day replace what earlier exports said of those days; of all subscriptions, if it names several.
-#}
{%- set export = 'partition by delivery_id, loaded_at, billing_account_id' -%}

with charges as (
    select * from {{ ref('stg_azure__billed_charges') }}
    where bill_date is not null
),

ranged as (
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

renamed as (
    select
        'azure' as platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        covered_from,
        cast({{ dbt.dateadd('day', 1, 'last_day') }} as date) as covered_until,
        loaded_at
    from ranged
)

select * from renamed
