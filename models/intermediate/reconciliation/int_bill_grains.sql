{#-
    The days and meters whose bill cannot be compared by model and meter. A bill that lists some usage without a meter
    can only be compared as a whole: meter `(all)`. A meter that is charged without a model, as hosted tools and storage
    are, can only be compared over all models.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

whole_days as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        currency,
        '(all)' as meter
    from charges
    where mapping_status = 'not_itemised'
),

meters_without_model as (
    select distinct
        charges.platform,
        charges.billing_account_id,
        charges.usage_date,
        charges.currency,
        charges.meter
    from charges
    left join whole_days
        on
            charges.platform = whole_days.platform
            and charges.billing_account_id = whole_days.billing_account_id
            and charges.usage_date = whole_days.usage_date
            and charges.currency = whole_days.currency
    where
        charges.charge_component = 'usage'
        and charges.meter is not null
        and charges.model is null
        and whole_days.usage_date is null
),

grains as (
    select * from whole_days

    union all

    select * from meters_without_model
)

select * from grains
