{#-
    Calculated usage, and the model and meter by which the bill of its day tells it: none and the meter for a tool that is
    billed without a model, and all of it where the bill names no meter.
-#}
with usage as (
    select * from {{ ref('int_calculated_usage_converted') }}
),

days_not_itemised as (
    select * from {{ ref('int_days_not_itemised') }}
),

tools as (
    select * from {{ ref('int_meters_billed_without_model') }}
),

matched as (
    select
        usage.*,
        days_not_itemised.usage_date is null as is_itemised,
        case
            when days_not_itemised.usage_date is not null then '(all)'
            when tools.meter is not null then '(none)'
            else usage.model
        end as billed_model,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.meter end as billed_meter
    from usage
    left join days_not_itemised
        on
            usage.platform = days_not_itemised.platform
            and usage.billing_account_id = days_not_itemised.billing_account_id
            and usage.usage_date = days_not_itemised.usage_date
            and usage.currency = days_not_itemised.currency
    left join tools
        on
            usage.platform = tools.platform
            and usage.billing_account_id = tools.billing_account_id
            and usage.usage_date = tools.usage_date
            and usage.currency = tools.currency
            and usage.meter = tools.meter
)

select * from matched
