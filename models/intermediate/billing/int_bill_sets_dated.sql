{#- The days that each known set of deliveries covers, and when the set was delivered: when its last file was. -#}
with covered as (
    select * from {{ ref('int_bill_days_unioned') }}
    where {{ is_known('delivered_at') }}
),

dated as (
    select distinct
        platform,
        billing_account_id,
        sub_account_id,
        delivery_set,
        covered_from,
        covered_until,
        max(delivered_at) over (
            partition by platform, billing_account_id, sub_account_id, delivery_set
        ) as delivered_at
    from covered
)

select * from dated
