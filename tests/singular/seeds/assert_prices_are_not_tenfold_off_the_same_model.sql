-- Guards against a decimal point that is off by one place. Among all models this error does not stand out, because
-- prices of one meter are a thousandfold apart. Within one model, scope, region and currency, and at one time, they are
-- not:
--   batch and flex         0.15 to 1.2 x the standard tier        (published 0.2 to 1)
--   priority               0.6 to 3 x the standard tier           (published 0.72 to 2.5)
--   long contexts          0.9 to 6 x short ones                  (published 1.5 to 5)
--   other scopes, regions  0.4 to 2.5 x                           (published 0.5 to 2)
--   text output            1 to 10 x text input                   (published 1 to 10; speech models output audio)
--   cache writes           1 to 2 x, of an hour 1.5 to 3 x        (published 1.2 to 1.25, and 2)
--   cached text, images    0.008 to 0.6 x, 0.04 to 0.6 x          (published 0.0083 to 0.55, and 0.05 to 0.25)
--   cached audio           0.012 to 0.3 x                         (published 0.0125 to 0.25)
--   image input            0.9 to 7 x text                        (published 1 to 6)
--   audio output           1.5 to 7 x audio input                 (published 2 to 6)
-- A model that is listed as without a discount for its cache is not compared by its cached prices. One version of a
-- price is less than nine times the version before. If a single row of the book is multiplied or divided by ten, this
-- test finds it in nine of ten cases. A model with all of its prices off is found by the audit of prices.
with

prices as (

    select * from {{ ref('int_price_book_ranged') }}

),

models_without_cache_discount as (

    select * from {{ ref('models_without_cache_discount') }}

),

-- Speech models have the price of their audio output as that of text output.
comparable as (

    select
        prices.price_id,
        prices.platform,
        prices.model,
        prices.meter,
        prices.service_tier,
        prices.deployment_scope,
        prices.region,
        prices.context_from_tokens,
        prices.valid_from,
        prices.valid_until,
        prices.single_unit_price,
        prices.currency,
        prices.model like '%tts%' as is_speech,
        models_without_cache_discount.model is null as has_cache_discount
    from prices
    left join models_without_cache_discount
        on prices.platform = models_without_cache_discount.platform
        and prices.model = models_without_cache_discount.model
    where prices.billing_account_id = '' and prices.model != '*' and prices.single_unit_price > 0

),

paired as (

    select
        comparable.price_id,
        comparable.platform,
        comparable.model,
        comparable.meter,
        comparable.service_tier,
        comparable.context_from_tokens,
        comparable.single_unit_price,
        siblings.single_unit_price as sibling_price,
        siblings.meter as sibling_meter,
        comparable.is_speech,
        comparable.has_cache_discount,
        siblings.service_tier as sibling_service_tier,
        siblings.context_from_tokens as sibling_context,
        comparable.deployment_scope = siblings.deployment_scope
        and comparable.region = siblings.region as is_same_place
    from comparable
    inner join comparable as siblings
        on comparable.platform = siblings.platform
        and comparable.model = siblings.model
        and comparable.currency = siblings.currency
    where
        comparable.price_id != siblings.price_id
        and (siblings.valid_until is null or comparable.valid_from < siblings.valid_until)
        and (comparable.valid_until is null or siblings.valid_from < comparable.valid_until)

),

classified as (

    select
        price_id,
        platform,
        model,
        meter,
        service_tier,
        single_unit_price,
        sibling_price,
        sibling_meter,
        sibling_service_tier,
        case
            when not is_same_place
                then case
                    when
                        meter = sibling_meter
                        and service_tier = sibling_service_tier
                        and context_from_tokens = sibling_context
                        then 'place'
                end
            when meter = sibling_meter and context_from_tokens = sibling_context and sibling_service_tier = 'standard'
                then case when service_tier in ('batch', 'flex', 'priority') then service_tier end
            when service_tier != sibling_service_tier then null
            when meter = sibling_meter and context_from_tokens > sibling_context then 'context'
            when context_from_tokens != sibling_context then null
            when sibling_meter = 'text_input' and meter = 'text_output' and not is_speech then 'text output'
            when sibling_meter = 'text_input' and meter in ('text_cache_write', 'text_cache_write_5m') then 'write'
            when sibling_meter = 'text_input' and meter = 'text_cache_write_1h' then 'write of an hour'
            when sibling_meter = 'text_input' and meter = 'image_input' then 'image input'
            when sibling_meter = 'audio_input' and meter = 'audio_output' and not is_speech then 'audio output'
            when service_tier != 'standard' or not has_cache_discount then null
            when sibling_meter = 'text_input' and meter = 'text_cached_input' then 'cached text'
            when sibling_meter = 'image_input' and meter = 'image_cached_input' then 'cached image'
            when sibling_meter = 'audio_input' and meter = 'audio_cached_input' then 'cached audio'
        end as relation
    from paired

),

bounded as (

    select
        price_id,
        platform,
        model,
        meter,
        service_tier,
        single_unit_price,
        relation,
        sibling_price,
        sibling_meter,
        sibling_service_tier,
        cast(case relation
            when 'place' then 0.4 when 'batch' then 0.15 when 'flex' then 0.15 when 'priority' then 0.6
            when 'context' then 0.9 when 'text output' then 1 when 'write' then 1 when 'write of an hour' then 1.5
            when 'cached text' then 0.008 when 'cached image' then 0.04 when 'cached audio' then 0.012
            when 'image input' then 0.9 when 'audio output' then 1.5
        end as decimal(6, 3)) as lowest_ratio,
        cast(case relation
            when 'place' then 2.5 when 'batch' then 1.2 when 'flex' then 1.2 when 'priority' then 3
            when 'context' then 6 when 'text output' then 10 when 'write' then 2 when 'write of an hour' then 3
            when 'cached text' then 0.6 when 'cached image' then 0.6 when 'cached audio' then 0.3
            when 'image input' then 7 when 'audio output' then 7
        end as decimal(6, 3)) as highest_ratio
    from classified
    where relation is not null

),

versions as (

    select
        price_id,
        platform,
        model,
        meter,
        service_tier,
        single_unit_price,
        lag(single_unit_price) over (
            partition by platform, model, meter, service_tier, deployment_scope, region, context_from_tokens, currency
            order by valid_from
        ) as earlier_price
    from comparable

),

tenfold_off as (

    select
        platform,
        model,
        meter,
        service_tier,
        single_unit_price,
        relation,
        sibling_meter,
        sibling_service_tier,
        sibling_price
    from bounded
    where
        single_unit_price < sibling_price * lowest_ratio
        or single_unit_price > sibling_price * highest_ratio
    union all
    select
        platform,
        model,
        meter,
        service_tier,
        single_unit_price,
        'version' as relation,
        meter as sibling_meter,
        service_tier as sibling_service_tier,
        earlier_price as sibling_price
    from versions
    where
        (single_unit_price >= earlier_price * 9 or single_unit_price * 9 <= earlier_price)
        -- From a launch discount to the price of the peak hours: twelvefold, as published.
        and not (platform = 'deepseek' and model = 'deepseek-v4-pro' and meter = 'text_cached_input')

)

select * from tenfold_off
