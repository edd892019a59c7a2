{#-
    The charges that are current, in scope or not: each day of an account from the newest delivery set that covers it.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_mapped') }}
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
