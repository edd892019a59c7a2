{{ config(materialized='incremental') }}
{#-
    What each delivery of usage holds: how many records, of which days and under which names. Everything that has to find
    the days that a delivery touches, or the names that need a price, asks this small table and not the records.
-#}
with records as (
    select * from {{ ref('int_usage_events_unioned') }}
    where {{ is_newly_loaded('loaded_at') }}
),

summed as (
    select
        delivery_id,
        case when rejection_reason is null then usage_date end as usage_date,
        case when rejection_reason is null then rate_key end as rate_key,
        case when rejection_reason is null then platform end as platform,
        case when rejection_reason is null then billing_account_id end as billing_account_id,
        case when rejection_reason is null then model_name end as model_name,
        case when rejection_reason is null then service_tier_name end as service_tier_name,
        case when rejection_reason is null then deployment_scope_name end as deployment_scope_name,
        case when rejection_reason is null then region end as region,
        case when rejection_reason is null then other_meter end as other_meter,
        rejection_reason is not null as is_rejected,
        loaded_at,
        loaded_date,
        count(case when not is_part then 1 end) as records,
        count(*) as events
    from records
    group by
        delivery_id,
        case when rejection_reason is null then usage_date end,
        case when rejection_reason is null then rate_key end,
        case when rejection_reason is null then platform end,
        case when rejection_reason is null then billing_account_id end,
        case when rejection_reason is null then model_name end,
        case when rejection_reason is null then service_tier_name end,
        case when rejection_reason is null then deployment_scope_name end,
        case when rejection_reason is null then region end,
        case when rejection_reason is null then other_meter end,
        rejection_reason is not null,
        loaded_at,
        loaded_date
)

select * from summed
