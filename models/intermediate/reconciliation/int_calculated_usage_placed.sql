{#- Calculated usage to the grain at which the bill of its day can be compared. -#}
with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

days_not_itemised as (
    select * from {{ ref('int_days_not_itemised') }}
),

placed as (
    select
        usage.platform,
        usage.billing_account_id,
        usage.usage_date,
        usage.currency,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.model end as model,
        case when days_not_itemised.usage_date is not null then '(all)' else usage.meter end as meter,
        case when days_not_itemised.usage_date is null then usage.calculated_quantity end as calculated_quantity,
        usage.calculated_cost,
        case when days_not_itemised.usage_date is null then usage.list_unit_price end as list_unit_price
    from usage
    left join days_not_itemised
        on
            usage.platform = days_not_itemised.platform
            and usage.billing_account_id = days_not_itemised.billing_account_id
            and usage.usage_date = days_not_itemised.usage_date
            and usage.currency = days_not_itemised.currency
),

summed as (
    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        model,
        meter,
        cast(sum(calculated_quantity) as {{ type_total_quantity() }}) as calculated_quantity,
        cast(sum(calculated_cost) as {{ type_amount() }}) as calculated_cost,
        max(list_unit_price) as list_unit_price
    from placed
    group by platform, billing_account_id, usage_date, currency, model, meter
)

select * from summed
