-- Guards the price book against double charging: two rows of one priced key that overlap in time and in input size
-- would both join to the same quantity. The generic test on time alone cannot see this, because rows may share a time
-- but not a size.
with

prices as (

    select * from {{ ref('int_price_book_ranged') }}

),

overlapping as (

    select
        prices.platform,
        prices.model,
        prices.meter,
        prices.price_id,
        others.price_id as extra_quantity_price_id,
        prices.valid_from,
        prices.context_from_tokens
    from prices
    inner join prices as others
        on prices.billing_account_id = others.billing_account_id
        and prices.platform = others.platform
        and prices.model = others.model
        and prices.meter = others.meter
        and prices.service_tier = others.service_tier
        and prices.deployment_scope = others.deployment_scope
        and prices.region = others.region
    where
        (
            prices.price_id != others.price_id
            or prices.valid_from != others.valid_from
        )
        and {{ is_effective_at('prices.valid_from', 'others.valid_from', 'others.valid_until') }}
        and prices.context_from_tokens >= others.context_from_tokens
        and (others.context_until_tokens is null or prices.context_from_tokens < others.context_until_tokens)

)

select * from overlapping
