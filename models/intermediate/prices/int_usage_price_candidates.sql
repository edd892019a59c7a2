{#-
    Every price-book row that could price a key, with how closely it fits: a contract before the list, the model before
    any model, the deployment scope before none, the region before its geography before none. Several rows of one fit
    differ in time or context and never overlap.
-#}
with keys as (
    select distinct
        price_key,
        platform,
        billing_account_id,
        model,
        service_tier,
        deployment_scope,
        region,
        extra_meter,
        extra_unit
    from {{ ref('int_usage_rate_keys') }}
),

prices as (
    select * from {{ ref('int_price_book_ranged') }}
),

regions as (
    select * from {{ ref('regions') }}
),

located as (
    select
        keys.price_key,
        keys.platform,
        keys.billing_account_id,
        keys.model,
        keys.service_tier,
        keys.deployment_scope,
        keys.region,
        keys.extra_meter,
        keys.extra_unit,
        coalesce(regions.geography, keys.region) as geography
    from keys
    left join regions
        on
            keys.platform = regions.platform
            and keys.region = regions.region
),

candidates as (
    select
        located.price_key,
        prices.meter,
        prices.price_id,
        prices.billing_account_id != '' as is_contracted,
        prices.single_unit_price,
        prices.unit_price,
        prices.price_divisor,
        prices.currency,
        prices.valid_from,
        prices.valid_until,
        prices.context_from_tokens,
        prices.context_until_tokens,
        case when prices.billing_account_id != '' then 0 else 1000 end
        + case when prices.model != '*' then 0 else 100 end
        + case when prices.service_tier = located.service_tier or prices.model = '*' then 0 else 50 end
        + case when prices.deployment_scope = located.deployment_scope then 0 else 10 end
        + case
            when prices.region = located.region then 0
            when prices.region = located.geography then 1
            else 2
        end as distance
    from located
    inner join prices
        on
            located.platform = prices.platform
            and prices.meter in (
                {{ text_list(usage_meters() | reject('equalto', 'extra_quantity') | list) }}, located.extra_meter
            )
            and prices.model in (located.model, '*')
            and prices.billing_account_id in (located.billing_account_id, '')
            and (
                located.service_tier = prices.service_tier
                or prices.model = '*'
                -- A fee for a call is that of the standard tier in every tier that has none of its own.
                or (
                    located.extra_unit = 'calls'
                    and located.extra_meter = prices.meter
                    and prices.service_tier = 'standard'
                )
            )
            and prices.deployment_scope in (located.deployment_scope, '')
            and prices.region in (located.region, located.geography, '')
)

select * from candidates
