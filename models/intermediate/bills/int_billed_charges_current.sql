{{ config(materialized='table') }}
{#-
    The charges for AI usage that are current: each day of an account from the newest delivery set that covers it.
    Charges out of scope are in `int_billed_charges_out_of_scope`, so that no reader has to filter them.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_mapped') }}
    where is_in_scope
),

days as (
    select * from {{ ref('int_bill_days_covered') }}
),

current_charges as (
    select charges.*
    from charges
    inner join days
        on
            charges.platform = days.platform
            and charges.billing_account_id = days.billing_account_id
            and charges.sub_account_id = days.sub_account_id
            and charges.bill_date = days.bill_date
            and charges.delivery_set = days.delivery_set
)

select * from current_charges
