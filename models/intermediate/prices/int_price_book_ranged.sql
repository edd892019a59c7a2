{#-
    The price book: every known price with the range of time and the range of input sizes that it holds for. Both ends
    follow from the other rows of the same key. Rows are cut wherever the set of size thresholds changes: when a
    surcharge above 200,000 tokens is withdrawn, the base price covers every size again from that instant on. Long
    because time and size are ranged one after the other.
-#}
{{ config(materialized='table') }}

with prices as (
    select * from {{ ref('int_list_prices_unioned') }}
),

pricing_units as (
    select * from {{ ref('pricing_units') }}
),

keyed_prices as (
    select
        *,
        {{ surrogate_key([
            'billing_account_id', 'platform', 'model', 'meter', 'service_tier', 'deployment_scope', 'region'
        ]) }} as priced_key
    from prices
),

-- The latest known row about a start replaces earlier announcements for it.
ordered_by_knowledge as (
    select
        *,
        row_number() over (partition by priced_key, context_from_tokens, valid_from order by known_at desc) as recency
    from keyed_prices
),

-- least() skips NULL: a price without a successor or a retirement stays open.
versions as (
    select
        price_id,
        priced_key,
        context_from_tokens,
        valid_from,
        least(
            lead(valid_from) over (partition by priced_key, context_from_tokens order by valid_from),
            retired_at
        ) as valid_until
    from ordered_by_knowledge
    where recency = 1
),

boundaries as (
    select
        priced_key,
        valid_from as boundary
    from versions
    union
    select
        priced_key,
        valid_until as boundary
    from versions
    where valid_until is not null
),

versions_by_boundary as (
    select
        versions.price_id,
        versions.priced_key,
        versions.context_from_tokens,
        boundaries.boundary as valid_from,
        coalesce(
            lead(boundaries.boundary) over (partition by versions.price_id order by boundaries.boundary),
            versions.valid_until
        ) as valid_until
    from versions
    inner join boundaries
        on versions.priced_key = boundaries.priced_key
        and {{ is_effective_at('boundaries.boundary', 'versions.valid_from', 'versions.valid_until') }}
),

versions_by_size as (
    select
        price_id,
        valid_from,
        valid_until,
        lead(context_from_tokens) over (
            partition by priced_key, valid_from
            order by context_from_tokens
        ) as context_until_tokens
    from versions_by_boundary
),

ranged_prices as (
    select
        prices.price_id,
        prices.billing_account_id,
        prices.provider,
        prices.platform,
        prices.model,
        prices.meter,
        prices.service_tier,
        prices.deployment_scope,
        prices.region,
        versions_by_size.valid_from,
        versions_by_size.valid_until,
        prices.context_from_tokens,
        versions_by_size.context_until_tokens,
        prices.unit_quantity,
        prices.unit_price,
        cast(prices.unit_price * pricing_units.single_unit_factor as {{ type_unit_price() }}) as single_unit_price,
        pricing_units.price_factor,
        pricing_units.price_divisor,
        prices.currency,
        prices.source,
        prices.confidence
    from versions_by_size
    inner join prices
        on versions_by_size.price_id = prices.price_id
    left join pricing_units
        on prices.unit_quantity = pricing_units.unit_quantity
)

select * from ranged_prices
