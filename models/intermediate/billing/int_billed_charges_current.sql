{{ config(materialized='table') }}
{#-
    The charges that stand: each day of an account from the delivery that speaks for it, its meter read, and whether it
    is AI usage at all.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_sized') }}
    where rejection_reason is null
),

days as (
    select * from {{ ref('int_bill_days_covered') }}
),

meters as (
    select * from {{ ref('int_billing_meters_parsed') }}
),

models as (
    select * from {{ ref('int_raw_models_resolved') }}
),

reference_meters as (
    select * from {{ ref('meters') }}
),

charge_categories as (
    select * from {{ ref('charge_categories') }}
),

services as (
    select * from {{ ref('bill_services') }}
),

standing as (
    select charges.*
    from charges
    inner join days
        on
            charges.platform = days.platform
            and charges.billing_account_id = days.billing_account_id
            and charges.sub_account_id = days.sub_account_id
            and charges.bill_date = days.bill_date
            and charges.delivery_set = days.delivery_set
),

mapped as (
    select
        standing.charge_id,
        standing.platform,
        standing.billing_account_id,
        standing.sub_account_id,
        standing.project_id,
        standing.usage_date,
        standing.invoice_period,
        standing.region,
        standing.currency,
        standing.pricing_currency,
        standing.exchange_rate,
        standing.billed_cost,
        standing.list_cost,
        standing.raw_meter_name,
        standing.service_name,
        standing.unit_of_measure,
        standing.delivery_id,
        standing.record_number,
        -- Transcription is billed by the minute or hour and metered in seconds.
        case
            when reference_meters.unit = 'seconds'
                then cast(standing.billed_quantity * standing.seconds_per_unit as {{ type_total_quantity() }})
            else standing.billed_quantity
        end as billed_quantity,
        coalesce(charge_categories.charge_category, 'Usage') as charge_category,
        coalesce(models.model, lower(meters.raw_model)) as model,
        meters.meter,
        meters.service_tier,
        meters.deployment_scope,
        case
            when meters.mapping_status = 'mapped' and not standing.is_unit_known then 'unknown_unit'
            else meters.unmapped_reason
        end as unmapped_reason,
        case
            when charge_categories.component is not null then charge_categories.component
            when services.component is not null then services.component
            when meters.meter = 'provisioned_hours' then 'provisioned'
            else 'usage'
        end as charge_component,
        case
            when not (
                standing.service_name is null
                or services.service_name is not null
                or coalesce(meters.mapping_status, '') = 'mapped'
            ) then 'out_of_scope'
            when coalesce(charge_categories.component, services.component) is not null then 'not_usage'
            when standing.raw_meter_name is null then 'not_itemised'
            when meters.mapping_status = 'mapped' and standing.is_unit_known then 'mapped'
            else 'unmapped'
        end as mapping_status
    from standing
    left join charge_categories
        on
            standing.source = charge_categories.source
            and standing.raw_charge_type = charge_categories.raw_charge_type
    left join meters
        on
            standing.meter_grammar = meters.source
            and standing.raw_meter_name = meters.raw_meter_name
    left join reference_meters
        on meters.meter = reference_meters.meter
    left join models
        on
            standing.platform = models.platform
            and lower(meters.raw_model) = models.raw_model
            and (models.valid_from is null or standing.usage_date >= models.valid_from)
            and (models.valid_until is null or standing.usage_date < models.valid_until)
    left join services
        on
            standing.meter_grammar = services.source
            and standing.service_name = services.service_name
),

scoped as (
    select
        *,
        mapping_status != 'out_of_scope' as is_in_scope
    from mapped
)

select * from scoped
