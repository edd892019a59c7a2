{{ config(materialized='table') }}
{#-
    Every accepted charge of a known delivery with its model, meter and component, and whether it is in scope. A charge
    that no rule maps keeps its money and has a reason. All of this is decided here once, so that later models need not
    know meter names and services. Long because four decisions are made side by side: quantity, reason, component and
    status.
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

charges_with_status as (
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
        case
            when services.component is not null and coalesce(charge_categories.component, 'commitment') = 'commitment'
                then services.component
            when charge_categories.component is not null then charge_categories.component
            when meters.meter = 'provisioned_hours' then 'provisioned'
            else 'usage'
        end as charge_component,
        case
            when not (
                charges.service_name is null
                or services.service_name is not null
                -- A mapped meter is AI usage, whatever the service is called. A word for capacity alone proves nothing.
                or (coalesce(meters.mapping_status, '') = 'mapped' and meters.meter != 'provisioned_hours')
            ) then 'out_of_scope'
            when coalesce(charge_categories.component, services.component) is not null then 'not_usage'
            when charges.raw_meter_name is null then 'not_itemised'
            when meters.mapping_status = 'mapped' and charges.is_unit_known then 'mapped'
            else 'unmapped'
        end as mapping_status
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
        record_number,
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
            else name_unmapped_reason
        end as unmapped_reason,
        mapping_status,
        mapping_status != 'out_of_scope' as is_in_scope
    from charges_with_status
)

select * from decided_charges
