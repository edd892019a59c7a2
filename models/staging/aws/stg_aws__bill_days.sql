{#-
    The days that each report covers for a usage account: its billing period, whole, as every refresh is the report of the
    month so far and replaces the one before.
-#}
with charges as (
    select * from {{ ref('stg_aws__billed_charges') }}
),

renamed as (
    select distinct
        platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        invoice_period as covered_from,
        invoice_period_end as covered_until,
        loaded_at
    from charges
    where usage_date is not null
)

select * from renamed
