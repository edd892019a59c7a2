{#-
    The dataset of FOCUS 1.2: its own columns by name, then ours, which FOCUS requires to begin with `x_`. Names are
    quoted, because their case counts.
-#}
with charges as (
    select * from {{ ref('int_focus_charges_priced') }}
),

focus_columns as (
    select
        billed_cost as {{ adapter.quote('BilledCost') }},
        billing_account_id as {{ adapter.quote('BillingAccountId') }},
        cast(null as {{ dbt.type_string() }}) as {{ adapter.quote('BillingAccountName') }},
        billing_currency as {{ adapter.quote('BillingCurrency') }},
        billing_period_end as {{ adapter.quote('BillingPeriodEnd') }},
        billing_period_start as {{ adapter.quote('BillingPeriodStart') }},
        charge_category as {{ adapter.quote('ChargeCategory') }},
        charge_class as {{ adapter.quote('ChargeClass') }},
        charge_description as {{ adapter.quote('ChargeDescription') }},
        charge_frequency as {{ adapter.quote('ChargeFrequency') }},
        charge_period_end as {{ adapter.quote('ChargePeriodEnd') }},
        charge_period_start as {{ adapter.quote('ChargePeriodStart') }},
        consumed_quantity as {{ adapter.quote('ConsumedQuantity') }},
        consumed_unit as {{ adapter.quote('ConsumedUnit') }},
        list_cost as {{ adapter.quote('ContractedCost') }},
        list_unit_price as {{ adapter.quote('ContractedUnitPrice') }},
        effective_cost as {{ adapter.quote('EffectiveCost') }},
        invoice_id as {{ adapter.quote('InvoiceId') }},
        invoice_issuer_name as {{ adapter.quote('InvoiceIssuerName') }},
        list_cost as {{ adapter.quote('ListCost') }},
        list_unit_price as {{ adapter.quote('ListUnitPrice') }},
        pricing_category as {{ adapter.quote('PricingCategory') }},
        pricing_quantity as {{ adapter.quote('PricingQuantity') }},
        pricing_unit as {{ adapter.quote('PricingUnit') }},
        provider_name as {{ adapter.quote('ProviderName') }},
        publisher_name as {{ adapter.quote('PublisherName') }},
        region as {{ adapter.quote('RegionId') }},
        region as {{ adapter.quote('RegionName') }},
        service_category as {{ adapter.quote('ServiceCategory') }},
        service_name as {{ adapter.quote('ServiceName') }},
        service_subcategory as {{ adapter.quote('ServiceSubcategory') }},
        sku_id as {{ adapter.quote('SkuId') }},
        sku_meter as {{ adapter.quote('SkuMeter') }},
        sku_price_details as {{ adapter.quote('SkuPriceDetails') }},
        sku_price_id as {{ adapter.quote('SkuPriceId') }},
        sub_account_id as {{ adapter.quote('SubAccountId') }},
        sub_account_id as {{ adapter.quote('SubAccountName') }},
        charge_component as {{ adapter.quote('x_ChargeComponent') }},
        charge_id as {{ adapter.quote('x_ChargeId') }},
        charge_side as {{ adapter.quote('x_ChargeSide') }},
        mapping_status as {{ adapter.quote('x_MappingStatus') }},
        meter as {{ adapter.quote('x_Meter') }},
        model as {{ adapter.quote('x_Model') }},
        platform as {{ adapter.quote('x_Platform') }},
        user_id as {{ adapter.quote('x_UserId') }}
    from charges
)

select * from focus_columns
