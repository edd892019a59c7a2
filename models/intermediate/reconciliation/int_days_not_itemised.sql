{#- Days of an account whose bill names no meter for some usage: such a day can only be compared as a whole. -#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

days as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        currency
    from charges
    where is_in_scope and mapping_status = 'not_itemised'
)

select * from days
