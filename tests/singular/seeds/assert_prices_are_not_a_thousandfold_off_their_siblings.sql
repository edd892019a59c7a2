-- Guards against the classic errors of price books: a price per million written as per thousand, or the reverse
-- (10^3), a price per million taken for one per single unit (10^6), dollars taken for cents (10^2). No other test would
-- notice: such costs have a plausible form and an absurd size.
--
-- Every price is converted to one million units and compared with the median of its siblings in the same currency:
--   same meter of the same model, whatever platform, tier, scope, region, version or contract   at most 20 x apart
--   every token meter of the same model, each divided by what it usually costs as a multiple
--     of uncached text input (cached 0.1, cache write 1.25, output 4; image input x 2, image output and
--     audio x 10)                                                                               at most 30 x apart
--   same token meter of any other model, which also finds a whole model entered wrongly         at most 400 x apart
--   meters of the same modality and unit, for those that do not count tokens                    at most 30 x apart
-- One call, session, hour, image or gigabyte-day costs from a twentieth of a cent to 20 dollars; bounds in other
-- currencies are unknown. The spreads of the published prices are 13, 18, 300 and 22 in this order: batch is 0.5 x,
-- priority and long context 2 x, the steepest cut so far 8 x, the steepest rise 12 x. A median ignores one wrong row
-- among three or more. If there are only two rows, the higher one is reported.
-- Free meters cannot be compared with siblings: the test values_are_positive covers prices that are not positive.
with

prices as (

    select * from {{ ref('int_list_prices_unioned') }}

),

meters as (

    select * from {{ ref('meters') }}

),

pricing_units as (

    select * from {{ ref('pricing_units') }}

),

models_without_cache_discount as (

    select * from {{ ref('models_without_cache_discount') }}

),

comparable as (

    select
        prices.price_id,
        prices.platform,
        prices.model,
        prices.meter,
        prices.service_tier,
        prices.unit_quantity,
        prices.unit_price,
        prices.currency,
        meters.modality,
        meters.unit,
        -- Snapshots, Bedrock ids and inference profiles are siblings of the bare model.
        regexp_replace(
            regexp_replace(prices.model, '^((us|eu|us-gov|global)[.])?anthropic[.]', ''),
            '-20[0-9][0-9]-?[0-9][0-9]-?[0-9][0-9](-v[0-9]+:[0-9]+)?$',
            ''
        ) as model_family,
        case meters.direction when 'cached_input' then 10 when 'output' then 0.25 when 'input' then 1 else 0.8 end
        * case
            when meters.modality = 'text' then 1
            when meters.modality = 'image' and meters.direction != 'output' then 0.5
            else 0.1
        end as usual_weight,
        cast(
            prices.unit_price * cast(pricing_units.single_unit_factor * 1000000 as decimal(19, 12)) as decimal(28, 8)
        ) as million_price
    from prices
    inner join meters
        on prices.meter = meters.meter
    inner join pricing_units
        on prices.unit_quantity = pricing_units.unit_quantity
    left join models_without_cache_discount
        on prices.platform = models_without_cache_discount.platform
        and prices.model = models_without_cache_discount.model
    where
        prices.unit_price > 0
        -- Cached prices that are derived from input prices are right if those are.
        and (models_without_cache_discount.model is null or meters.direction != 'cached_input')

),

compared as (

    select
        price_id,
        'same meter of the model' as comparison,
        currency || ' ' || model_family || ' ' || meter as siblings,
        million_price as compared_price,
        20 as bound
    from comparable
    union all
    select
        price_id,
        'other meters of the model' as comparison,
        currency || ' ' || model_family as siblings,
        cast(million_price * usual_weight as decimal(28, 8)) as compared_price,
        30 as bound
    from comparable
    where unit = 'tokens'
    union all
    select
        price_id,
        'same meter of any model' as comparison,
        currency || ' ' || meter as siblings,
        million_price as compared_price,
        400 as bound
    from comparable
    where unit = 'tokens'
    union all
    select
        price_id,
        'meters of the same unit' as comparison,
        currency || ' ' || modality || ' ' || unit as siblings,
        million_price as compared_price,
        30 as bound
    from comparable
    where unit != 'tokens'

),

medians as (

    select
        comparison,
        siblings,
        percentile_disc(0.5) within group (order by compared_price) as median_price
    from compared
    group by comparison, siblings

),

far_off as (

    select
        compared.price_id,
        compared.comparison
    from compared
    inner join medians
        on compared.comparison = medians.comparison
        and compared.siblings = medians.siblings
    where
        compared.compared_price > medians.median_price * compared.bound
        or compared.compared_price * compared.bound < medians.median_price
    union all
    select
        price_id,
        'price of one unit' as comparison
    from comparable
    where
        currency = 'USD'
        and unit in ('calls', 'sessions', 'hours', 'images', 'gb_days')
        and (million_price < 500 or million_price > 20000000)

),

reported as (

    select
        far_off.comparison,
        comparable.platform,
        comparable.model,
        comparable.meter,
        comparable.service_tier,
        comparable.unit_quantity,
        comparable.unit_price
    from far_off
    inner join comparable
        on far_off.price_id = comparable.price_id

)

select * from reported
