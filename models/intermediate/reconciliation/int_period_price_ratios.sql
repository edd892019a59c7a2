{#-
    How far the prices of a bill are from the list, over a month. Where the lowest and the highest ratio are the same and
    not 1, everything is off by one factor, which no price but an exchange rate or a discount does.
-#}
with variances as (
    select * from {{ ref('fct_meter_variances') }}
    where unit_price_ratio is not null
),

summed as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        max(pricing_currency) as pricing_currency,
        min(exchange_rate) as lowest_exchange_rate,
        max(exchange_rate) as highest_exchange_rate,
        min(unit_price_ratio) as lowest_unit_price_ratio,
        max(unit_price_ratio) as highest_unit_price_ratio,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost,
        cast(sum(cost_at_list) as {{ type_amount() }}) as cost_at_list
    from variances
    group by platform, billing_account_id, billing_period, currency
),

implied as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        pricing_currency,
        lowest_unit_price_ratio,
        highest_unit_price_ratio,
        case when lowest_exchange_rate = highest_exchange_rate then highest_exchange_rate end as exchange_rate,
        case
            when lowest_exchange_rate = highest_exchange_rate
                then cast({{ exact_ratio(
                    converted_amount('billed_cost', 'highest_exchange_rate'), 'cost_at_list', 9
                ) }} as {{ type_exchange_rate() }})
        end as implied_exchange_rate
    from summed
)

select * from implied
