{{ config(materialized='table') }}
{#- The days that each known set of deliveries covers, and when the set was delivered: when its last file was. -#}
with covered as (
    select * from {{ ref('int_bill_days_unioned') }}
    where {{ is_known('delivered_at') }}
),

replaced as (
    select * from {{ ref('int_bill_files_replaced') }}
),

dated as (
    select distinct
        covered.platform,
        covered.billing_account_id,
        covered.sub_account_id,
        covered.delivery_set,
        covered.covered_from,
        covered.covered_until,
        max(covered.delivered_at) over (
            partition by
                covered.platform, covered.billing_account_id, covered.sub_account_id, covered.delivery_set
        ) as delivered_at
    from covered
    left join replaced
        on covered.delivery_id = replaced.delivery_id
    where replaced.delivery_id is null
)

select * from dated
