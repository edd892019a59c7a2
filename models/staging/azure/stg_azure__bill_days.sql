{#-
    The days that each export covers for a subscription. A refreshed month-to-date export repeats the month so far, so
    that its first to its last day replace what earlier exports said of those days.
-#}
with charges as (
    select * from {{ ref('stg_azure__billed_charges') }}
),

renamed as (
    select
        'azure' as platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        min(bill_date) as covered_from,
        cast({{ dbt.dateadd('day', 1, 'max(bill_date)') }} as date) as covered_until,
        loaded_at
    from charges
    where bill_date is not null
    group by delivery_id, billing_account_id, sub_account_id, loaded_at
)

select * from renamed
