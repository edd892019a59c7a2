-- Guards the cost of an event, which is one sum in one currency. A contract in another currency for some of a model's
-- meters would silently add euros to dollars.
with prices as (
    select * from {{ ref('int_usage_prices') }}
),

mixed as (
    select
        price_key,
        valid_from,
        context_from_tokens,
        min(currency) as currency,
        max(currency) as other_currency
    from prices
    group by price_key, valid_from, context_from_tokens
    having min(currency) != max(currency)
)

select * from mixed
