{#-
    Every row of the price book that could price a key, and its distance from the key. A contract is closer than the
    list, the model closer than any model, the deployment scope closer than none, and the region closer than its
    geography, which is closer than none. Rows at the same distance differ in time or context and never overlap. Long
    because each rule is both a part of the join and a part of the distance.
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

keys_with_geography as (
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
        keys_with_geography.price_key,
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
        + case when prices.service_tier = keys_with_geography.service_tier or prices.model = '*' then 0 else 50 end
        + case when prices.deployment_scope = keys_with_geography.deployment_scope then 0 else 10 end
        + case
            when prices.region = keys_with_geography.region then 0
            when prices.region = keys_with_geography.geography then 1
            else 2
        end as distance
    from keys_with_geography
    inner join prices
        on
            keys_with_geography.platform = prices.platform
            and prices.meter in (
                {{ text_list(usage_meters() | reject('equalto', 'extra_quantity') | list) }},
                keys_with_geography.extra_meter
            )
            and prices.model in (keys_with_geography.model, '*')
            and prices.billing_account_id in (keys_with_geography.billing_account_id, '')
            and (
                keys_with_geography.service_tier = prices.service_tier
                or prices.model = '*'
                -- A tier without a fee of its own for a call has that of the standard tier.
                or (
                    keys_with_geography.extra_unit = 'calls'
                    and keys_with_geography.extra_meter = prices.meter
                    and prices.service_tier = 'standard'
                )
            )
            and prices.deployment_scope in (keys_with_geography.deployment_scope, '')
            and prices.region in (keys_with_geography.region, keys_with_geography.geography, '')
)

select * from candidates
