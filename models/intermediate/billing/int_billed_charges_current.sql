{{ config(materialized='table') }}
{#-
    The charges that stand: each day of an account from the delivery that speaks for it, its meter read, and whether it
    is AI usage at all.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
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

meter_categories as (
    select * from {{ ref('azure_meter_categories') }}
),

standing as (
    select charges.*
    from charges
    inner join days
        on
            charges.platform = days.platform
            and charges.billing_account_id = days.billing_account_id
            and charges.sub_account_id = days.sub_account_id
            and charges.usage_date = days.usage_date
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
        standing.currency,
        standing.billed_cost,
        standing.list_cost,
        standing.raw_meter_name,
        standing.meter_category,
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
        meters.unmapped_reason,
        case
            when not (
                standing.meter_category is null
                or meter_categories.meter_category is not null
                or coalesce(meters.mapping_status, '') = 'mapped'
            ) then 'out_of_scope'
            when coalesce(charge_categories.charge_category, 'Usage') != 'Usage' then 'not_usage'
            when standing.raw_meter_name is null then 'not_itemised'
            when meters.mapping_status = 'mapped' and standing.is_unit_known then 'mapped'
            else 'unmapped'
        end as mapping_status
    from standing
    left join charge_categories
        on
            standing.platform = charge_categories.source
            and standing.raw_charge_type = charge_categories.raw_charge_type
    left join meters
        on
            standing.platform = meters.source
            and standing.raw_meter_name = meters.raw_meter_name
    left join reference_meters
        on meters.meter = reference_meters.meter
    left join models
        on
            standing.platform = models.platform
            and lower(meters.raw_model) = models.raw_model
            and (models.valid_from is null or standing.usage_date >= models.valid_from)
            and (models.valid_until is null or standing.usage_date < models.valid_until)
    left join meter_categories
        on standing.meter_category = meter_categories.meter_category
),

scoped as (
    select
        *,
        mapping_status != 'out_of_scope' as is_in_scope
    from mapped
)

select * from scoped
