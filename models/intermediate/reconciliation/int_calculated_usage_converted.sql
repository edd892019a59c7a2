{{ config(materialized='table') }}
{#-
    Calculated usage in the currency of its bill. Without a bill or an exchange rate it stays in the currency of its
    prices.
-#}
with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

currencies as (
    select * from {{ ref('int_bill_exchange_rates') }}
    where exchange_rate is not null
),

converted_usage as (
    select
        usage.platform,
        usage.billing_account_id,
        usage.usage_date,
        usage.billing_period,
        usage.currency as pricing_currency,
        coalesce(currencies.currency, usage.currency) as currency,
        currencies.exchange_rate,
        usage.model,
        usage.meter,
        usage.unit,
        usage.is_provisioned,
        usage.calculated_quantity,
        usage.priced_quantity,
        usage.calculated_cost as priced_cost,
        cast(
            case
                when currencies.exchange_rate is null then usage.calculated_cost
                else {{ converted_amount('usage.calculated_cost', 'currencies.exchange_rate') }}
            end as {{ type_amount() }}
        ) as calculated_cost,
        usage.events,
        usage.unpriced_events,
        cast(
            case
                when currencies.exchange_rate is null then usage.list_unit_price
                else {{ converted_amount('usage.list_unit_price', 'currencies.exchange_rate') }}
            end as {{ type_unit_price() }}
        ) as list_unit_price,
        usage.first_usage_event_id
    from usage
    left join currencies
        on
            usage.platform = currencies.platform
            and usage.billing_account_id = currencies.billing_account_id
            and usage.usage_date = currencies.usage_date
            and usage.currency = currencies.pricing_currency
)

select * from converted_usage
