-- Guards the join of usage to prices: no two prices of a key and meter hold for the same instant and context size. Two
-- would double the rows of `fct_usage_costs`, and one of them would be lost in the event's own cost.
with prices as (
    select * from {{ ref('int_usage_prices') }}
),

overlapping as (
    select
        prices.price_key,
        prices.meter,
        prices.valid_from,
        prices.context_from_tokens,
        prices.price_id,
        others.price_id as extra_quantity_price_id
    from prices
    inner join prices as others
        on
            prices.price_key = others.price_key
            and prices.meter = others.meter
            and {{ is_effective_at('prices.valid_from', 'others.valid_from', 'others.valid_until') }}
            and {{ is_effective_at(
                'prices.context_from_tokens', 'others.context_from_tokens', 'others.context_until_tokens'
            ) }}
    where
        prices.valid_from != others.valid_from
        or prices.context_from_tokens != others.context_from_tokens
        or prices.price_id != others.price_id
)

select * from overlapping
