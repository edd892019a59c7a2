-- Guards the rules of FOCUS 1.2 that readers of its data rely on; a failure names the rule. Prices multiply to costs,
-- each category has the columns that it must have and no others, and periods have a length.
with charges as (
    select * from {{ ref('int_focus_charges_priced') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

judged as (
    select
        charges.charge_id,
        charges.charge_side,
        case
            when charges.pricing_quantity * charges.list_unit_price != charges.list_cost
                then 'ListCost-C-009-C: list unit price times pricing quantity is the list cost'
            when charges.list_unit_price < 0 then 'ListUnitPrice-C-008-M: a unit price is not negative'
            when
                charges.charge_category in ('Usage', 'Purchase')
                and (charges.pricing_quantity is null or charges.pricing_unit is null or charges.sku_id is null)
                then 'PricingQuantity-C-005-C, SkuId-C-005-C: usage and purchases are priced'
            when
                charges.charge_category = 'Tax'
                and coalesce(charges.pricing_unit, charges.sku_id, charges.pricing_category) is not null
                then 'PricingQuantity-C-004-C, SkuId-C-004-C: tax is not priced'
            when
                charges.charge_category = 'Usage'
                and (charges.consumed_quantity is null or charges.consumed_unit is null)
                then 'ConsumedQuantity-C-006-C: usage has a consumed quantity'
            when charges.charge_category != 'Usage' and charges.consumed_quantity is not null
                then 'ConsumedQuantity-C-004-C: only usage has a consumed quantity'
            when
                charges.charge_category = 'Purchase'
                and (charges.charge_frequency = 'Usage-Based' or charges.effective_cost != 0)
                then 'ChargeFrequency-C-004-C, EffectiveCost-C-005-C: a purchase covers what comes later'
            when charges.charge_category in ('Credit', 'Adjustment') and charges.list_cost != charges.billed_cost
                then 'ListCost-C-008-C: a charge unrelated to others costs what is billed'
            when charges.billing_period_end <= charges.billing_period_start
                then 'BillingPeriodEnd-C-004-M: the end of a period is exclusive'
            when charges.charge_period_end <= charges.charge_period_start
                then 'ChargePeriodEnd-C-004-M: the end of a period is exclusive'
            when charges.billing_currency is null or currencies.currency is null
                then 'BillingCurrency-C-003-M: currencies are those of ISO 4217'
            when trim(charges.service_name) = '' or trim(charges.provider_name) = ''
                then 'NullHandling-A-002-M: nothing is told by an empty text'
        end as broken_rule
    from charges
    left join currencies
        on charges.billing_currency = currencies.currency
)

select * from judged
where broken_rule is not null
