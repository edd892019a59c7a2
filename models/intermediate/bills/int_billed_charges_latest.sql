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
        on charges.bill_day_key = days.bill_day_key
)

select * from current_charges
