{{ config(materialized='table') }}
{#-
    The days that each known delivery set covers, and when the set was delivered. The files of one set count together,
    as of the last of them. Replaced files are left out, and days that are not a date: their charges are refused.
-#}
with covered_days as (
    select * from {{ ref('int_bill_days_unioned') }}
    where {{ is_known('delivered_at') }} and covered_from is not null and covered_until is not null
),

replaced_files as (
    select * from {{ ref('int_bill_files_replaced') }}
),

dated_deliveries as (
    select distinct
        covered_days.platform,
        covered_days.billing_account_id,
        covered_days.sub_account_id,
        covered_days.delivery_set,
        covered_days.covered_from,
        covered_days.covered_until,
        max(covered_days.delivered_at) over (
            partition by
                covered_days.platform,
                covered_days.billing_account_id,
                covered_days.sub_account_id,
                covered_days.delivery_set
        ) as delivered_at
    from covered_days
    left join replaced_files
        on covered_days.delivery_id = replaced_files.delivery_id
    where replaced_files.delivery_id is null
)

select * from dated_deliveries
