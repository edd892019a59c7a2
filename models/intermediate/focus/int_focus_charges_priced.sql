{#-
    Charges with the columns that the rules of FOCUS 1.2 derive from others. A charge is priced by the unit if quantity
    × list price is exact, which it is for whole quantities. Otherwise it is priced as one charge at its cost, because a
    rounded unit price would not multiply to the cost. Long because each column of FOCUS has a rule of its own.
-#}
with charges as (
    select * from {{ ref('int_focus_charges_unioned') }}
),

classified_charges as (
    select
        *,
        charge_component in ('fee', 'support') as is_other_service,
        coalesce(
            charge_category = 'Usage'
            and list_unit_price is not null
            and quantity = floor(quantity)
            and abs(quantity) < 10000000000000,
            false
        ) as is_priced_by_unit,
        charge_category in ('Usage', 'Purchase') as is_priced
    from charges
),

priced_charges as (
    select
        *,
        case
            when is_priced_by_unit then {{ quantity_cost('quantity', 'list_unit_price') }}
            else billed_cost
        end as list_cost,
        case
            when is_priced_by_unit then cast(quantity as {{ type_amount() }})
            when is_priced and billed_cost < 0 then cast(-1 as {{ type_amount() }})
            when is_priced then cast(1 as {{ type_amount() }})
        end as pricing_quantity,
        case
            when is_priced_by_unit then cast(list_unit_price as {{ type_amount() }})
            when is_priced then abs(billed_cost)
        end as unit_price,
        case unit
            when 'tokens' then 'Tokens'
            when 'seconds' then 'Seconds'
            when 'characters' then 'Characters'
            when 'images' then 'Images'
            when 'calls' then 'Calls'
            when 'sessions' then 'Sessions'
            when 'hours' then 'Hours'
            when 'gb_days' then 'GB-Days'
        end as focus_unit,
        case
            when is_other_service and charge_component = 'fee' then 'Marketplace'
            when is_other_service then 'Support'
            else platform_service_name
        end as service_name,
        platform || ':' || coalesce(model, '') || ':' || coalesce(meter, charge_description) as priced_sku_id
    from classified_charges
),

focus_charges as (
    select
        charge_id,
        charge_side,
        invoice_id,
        platform,
        model,
        meter,
        user_id,
        charge_component,
        mapping_status,
        billed_cost,
        billing_account_id,
        currency as billing_currency,
        cast(billing_period_start as timestamp) as billing_period_start,
        cast({{ next_month('billing_period_start') }} as timestamp) as billing_period_end,
        charge_category,
        charge_class,
        charge_description,
        case
            when charge_component = 'support' then 'Recurring'
            when charge_category in ('Usage', 'Tax') then 'Usage-Based'
            else 'One-Time'
        end as charge_frequency,
        cast(charge_period_start as timestamp) as charge_period_start,
        cast(charge_period_end as timestamp) as charge_period_end,
        -- The FOCUS checker requires a quantity for all usage. If the bill has none, the charge itself is counted.
        case
            when charge_category = 'Usage'
                then coalesce(cast(quantity as {{ type_amount() }}), cast(1 as {{ type_amount() }}))
        end as consumed_quantity,
        case
            when charge_category = 'Usage' and quantity is null then 'Charges'
            when charge_category = 'Usage' then coalesce(focus_unit, 'Units')
        end as consumed_unit,
        list_cost,
        case when is_priced then unit_price end as list_unit_price,
        -- A purchase pays for later charges, whose costs include their part of it.
        cast(case charge_category when 'Purchase' then 0 else billed_cost end as {{ type_amount() }}) as effective_cost,
        case when charge_side = 'provider_bill' then provider_name else issuer_name end as invoice_issuer_name,
        case when is_priced then 'Standard' end as pricing_category,
        pricing_quantity,
        case
            when is_priced_by_unit then coalesce(focus_unit, 'Units')
            when is_priced then 'Charges'
        end as pricing_unit,
        provider_name,
        publisher_name,
        region,
        case when is_other_service then 'Other' else 'AI and Machine Learning' end as service_category,
        service_name,
        case when is_other_service then 'Other (Other)' else 'Generative AI' end as service_subcategory,
        case when is_priced then priced_sku_id end as sku_id,
        case when is_priced then coalesce(meter, charge_description) end as sku_meter,
        case
            when is_priced
                then priced_sku_id || ':' || coalesce(service_tier, '') || ':' || coalesce(deployment_scope, '')
        end as sku_price_id,
        case
            when is_priced
                then '{"x_DeploymentScope":"' || coalesce(deployment_scope, '') || '","x_ServiceTier":"'
                    || coalesce(service_tier, '') || '"}'
        end as sku_price_details,
        sub_account_id
    from priced_charges
)

select * from focus_charges
