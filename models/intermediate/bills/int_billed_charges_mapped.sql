{{ config(materialized='table') }}
{#-
    Every accepted charge of a known delivery with its model, meter and component, and whether it is in scope. A charge
    that no rule maps keeps its money and has a reason. What a service or meter sells that names a vendor or model is
    AI usage, read or not. All of this is decided here once, so that later models need not know meter names and
    services. Long because four decisions are made side by side: quantity, reason, component and status.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_with_inferred_units') }}
    where rejection_reason is null
),

meters as (
    select * from {{ ref('int_meter_names_parsed') }}
),

models as (
    select * from {{ ref('int_billed_models_resolved') }}
),

registered_meters as (
    select * from {{ ref('meters') }}
),

charge_categories as (
    select * from {{ ref('charge_categories') }}
),

services as (
    select * from {{ ref('bill_services') }}
),

charges_with_meter as (
    select
        charges.*,
        registered_meters.unit as meter_unit,
        coalesce(models.model, lower(meters.raw_model)) as named_model,
        meters.meter as named_meter,
        meters.service_tier as named_service_tier,
        meters.deployment_scope as named_deployment_scope,
        meters.unmapped_reason as name_unmapped_reason,
        meters.mapping_status as name_mapping_status,
        coalesce(charge_categories.charge_category, 'Usage') as charge_category,
        charge_categories.component as category_component,
        services.component as service_component,
        charges.service_name is null or services.service_name is not null as is_service_known,
        {{ names_model_vendor("coalesce(charges.service_name, '') || ' ' || coalesce(charges.raw_meter_name, '')") }}
            as is_of_model_vendor
    from charges
    left join charge_categories
        on
            charges.source = charge_categories.source
            and charges.raw_charge_type = charge_categories.raw_charge_type
    left join meters
        on
            charges.meter_grammar = meters.source
            and charges.raw_meter_name = meters.raw_meter_name
    left join registered_meters
        on meters.meter = registered_meters.meter
    left join models
        on
            charges.platform = models.platform
            and lower(meters.raw_model) = models.raw_model
            and {{ is_effective_at(
                'charges.usage_date', 'models.valid_from', 'models.valid_until', is_open_at_start=true
            ) }}
    left join services
        on
            charges.meter_grammar = services.source
            and charges.service_name = services.service_name
),

charges_with_meaning as (
    -- A word for capacity alone proves nothing: in an unknown service it does not say what is sold.
    select
        *,
        coalesce(name_mapping_status, '') = 'mapped' and (is_service_known or named_meter != 'provisioned_hours')
            as is_meter_read
    from charges_with_meter
),

charges_with_status as (
    select
        *,
        case
            when service_component is not null and coalesce(category_component, 'commitment') = 'commitment'
                then service_component
            when category_component is not null then category_component
            when named_meter = 'provisioned_hours' and (is_meter_read or not is_of_model_vendor) then 'provisioned'
            else 'usage'
        end as charge_component,
        case
            -- A meter that is read is AI usage, whatever the service is called.
            when not (is_service_known or is_meter_read or is_of_model_vendor) then 'out_of_scope'
            when coalesce(category_component, service_component) is not null then 'not_usage'
            when raw_meter_name is null then 'not_itemised'
            when is_meter_read and is_unit_known then 'mapped'
            else 'unmapped'
        end as mapping_status
    from charges_with_meaning
),

decided_charges as (
    select
        charge_id,
        platform,
        billing_account_id,
        sub_account_id,
        project_id,
        usage_date,
        bill_date,
        invoice_period,
        region,
        currency,
        pricing_currency,
        exchange_rate,
        billed_cost,
        list_cost,
        raw_meter_name,
        service_name,
        unit_of_measure,
        delivery_id,
        delivery_set,
        {{ bill_day_key() | indent(8) }} as bill_day_key,
        record_number,
        row_count,
        -- Transcription is billed by the minute or hour and metered in seconds. A quantity in another unit than that of
        -- the meter, and with no exact conversion, is NULL: only its money is compared. GiB hours are not a finite
        -- decimal number of GB days, and images are not tokens.
        case
            when
                meter_unit = 'gb_days'
                and counted_in in ('GB Hours', 'GiB Hours', 'GB/Hour', 'GiB/Hour')
                then null
            when
                counted_in in ('Tokens', 'Images', 'Characters')
                and lower(counted_in) != meter_unit
                then null
            when meter_unit = 'seconds'
                then cast(billed_quantity * seconds_per_unit as {{ type_total_quantity() }})
            else billed_quantity
        end as billed_quantity,
        charge_category,
        charge_component,
        case when mapping_status = 'mapped' then named_model end as model,
        case when mapping_status = 'mapped' then named_meter end as meter,
        case when mapping_status = 'mapped' then named_service_tier end as service_tier,
        case when mapping_status = 'mapped' then named_deployment_scope end as deployment_scope,
        case
            when name_mapping_status = 'mapped' and not is_unit_known then 'unknown_unit'
            when name_mapping_status = 'mapped' and not is_meter_read then 'incomplete_words'
            else name_unmapped_reason
        end as unmapped_reason,
        mapping_status,
        mapping_status != 'out_of_scope' as is_in_scope
    from charges_with_status
)

select * from decided_charges
