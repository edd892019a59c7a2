{#-
    Meters that the bill of a day charges without a model, as it does for hosted tools and storage: their usage can only be
    compared over all models.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where
        is_in_scope
        and charge_component = 'usage'
        and mapping_status = 'mapped'
        and model is null
),

meters as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        currency,
        meter
    from charges
)

select * from meters
