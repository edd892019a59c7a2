{{ config(materialized='view') }}
{#-
    The cost of every meter of every event, with the row of the price book that was in force. A view, because an event
    is stored once, with its quantities side by side, and unpivoted here.
-#}
with metered as (
    select * from {{ ref('int_usage_unpivoted_to_meters') }}
),

prices as (
    select * from {{ ref('int_usage_prices') }}
),

usage_costs as (
    select
        metered.usage_event_id,
        metered.user_id,
        metered.platform,
        metered.billing_account_id,
        metered.model,
        metered.meter,
        metered.quantity,
        metered.unit,
        prices.price_id,
        metered.unit_price,
        metered.calculated_cost,
        metered.currency,
        metered.usage_date,
        metered.billing_period,
        metered.is_provisioned
    from metered
    left join prices
        on
            metered.price_key = prices.price_key
            and metered.meter = prices.meter
            and metered.priced_from = prices.valid_from
            and metered.context_from_tokens = prices.context_from_tokens
)

select * from usage_costs
