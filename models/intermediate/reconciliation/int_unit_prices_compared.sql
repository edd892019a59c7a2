{#-
    Billed unit prices of an account in a month beside those of the price list. If every meter is off by one ratio, the
    lowest is the highest, and the implied exchange rate would explain it. Several exchange rates imply none.
-#}
{%- set one_rate = 'case when min(exchange_rate) = max(exchange_rate) then max(exchange_rate) end' -%}

with meters as (
    select * from {{ ref('int_meters_compared') }}
    where unit_price_ratio is not null
),

price_ratios as (
    select
        {{ reconciliation_id() }} as reconciliation_id,
        max(pricing_currency) as pricing_currency,
        cast({{ one_rate }} as {{ type_exchange_rate() }}) as exchange_rate,
        cast(min(unit_price_ratio) as decimal(38, 6)) as lowest_unit_price_ratio,
        cast(max(unit_price_ratio) as decimal(38, 6)) as highest_unit_price_ratio,
        {{ converted_amount('sum(billed_cost)', one_rate) }} as billed_at_rate,
        cast(sum(cost_at_list) as {{ type_amount() }}) as cost_at_list
    from meters
    group by platform, billing_account_id, billing_period, currency
),

price_ratios_with_implied_rate as (
    select
        reconciliation_id,
        pricing_currency,
        exchange_rate,
        lowest_unit_price_ratio,
        highest_unit_price_ratio,
        cast({{ exact_ratio('billed_at_rate', 'cost_at_list', 9) }} as decimal(18, 9)) as implied_exchange_rate
    from price_ratios
)

select * from price_ratios_with_implied_rate
