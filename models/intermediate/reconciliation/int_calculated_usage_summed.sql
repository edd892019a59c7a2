{{ config(materialized='table') }}
{#- Calculated usage per day, model and meter. The grain of its bill is not known yet. -#}
with days as (
    select * from {{ ref('int_usage_days_unpivoted') }}
),

summed_days as (
    select
        platform,
        billing_account_id,
        usage_date,
        billing_period,
        currency,
        model,
        meter,
        unit,
        is_provisioned,
        cast(sum(quantity) as {{ type_total_quantity() }}) as calculated_quantity,
        cast(sum(calculated_cost) as {{ type_amount() }}) as calculated_cost,
        cast(sum(case when calculated_cost is not null then quantity end) as {{ type_total_quantity() }})
            as priced_quantity,
        min(unit_price) as lowest_unit_price,
        max(unit_price) as highest_unit_price,
        sum(events) as events,
        sum(case when calculated_cost is null then events else 0 end) as unpriced_events,
        min(first_usage_event_id) as first_usage_event_id
    from days
    group by platform, billing_account_id, usage_date, billing_period, currency, model, meter, unit, is_provisioned
),

priced_usage as (
    select
        platform,
        billing_account_id,
        usage_date,
        billing_period,
        currency,
        model,
        meter,
        unit,
        is_provisioned,
        calculated_quantity,
        calculated_cost,
        priced_quantity,
        events,
        unpriced_events,
        -- A meter used at several prices (tiers, regions) has their average over the quantities as its list price.
        case
            when lowest_unit_price = highest_unit_price then highest_unit_price
            else cast({{ exact_ratio('calculated_cost', 'priced_quantity', 12) }} as {{ type_unit_price() }})
        end as list_unit_price,
        first_usage_event_id
    from summed_days
)

select * from priced_usage
