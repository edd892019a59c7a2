{#- Calculated usage, and the model and meter by which the bill of its day tells it, which may be all of it. -#}
with usage as (
    select * from {{ ref('int_calculated_usage_converted') }}
),

days_not_itemised as (
    select * from {{ ref('int_days_not_itemised') }}
),

matched as (
    select
        usage.*,
        days_not_itemised.usage_date is null as is_itemised,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.model end as billed_model,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.meter end as billed_meter
    from usage
    left join days_not_itemised
        on
            usage.platform = days_not_itemised.platform
            and usage.billing_account_id = days_not_itemised.billing_account_id
            and usage.usage_date = days_not_itemised.usage_date
            and usage.currency = days_not_itemised.currency
)

select * from matched
