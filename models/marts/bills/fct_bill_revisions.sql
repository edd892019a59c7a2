{#-
    The bill for a day of use and a meter as of each delivery, and the change that the delivery made. A day of use can
    be on several days of the bill: on its own, and on that of a later correction. Each is tracked separately; the bill
    as of a delivery is the sum of all changes so far. Long because changes are calculated per line and then summed per
    meter and day.
-#}
{%- set meter_day = [
    'platform', 'billing_account_id', 'sub_account_id', 'usage_date', 'raw_meter_name', 'model', 'meter',
    'charge_component', 'currency'
] -%}
{%- set so_far = 'partition by meter_day_key order by delivered_at, delivery_set' -%}

with versions as (
    select * from {{ ref('int_bill_line_versions') }}
),

changes as (
    select
        {{ surrogate_key(meter_day) }} as meter_day_key,
        {{ meter_day | join(',\n        ') }},
        delivery_set,
        delivered_at,
        billed_quantity,
        billed_cost - lag(billed_cost, 1, 0) over (
            partition by line_key
            order by delivered_at, delivery_set
        ) as cost_change,
        coalesce(billed_quantity, 0) - lag(coalesce(billed_quantity, 0), 1, 0) over (
            partition by line_key
            order by delivered_at, delivery_set
        ) as quantity_change,
        charges - lag(charges, 1, 0) over (
            partition by line_key
            order by delivered_at, delivery_set
        ) as charges_change
    from versions
),

changes_by_delivery as (
    select
        meter_day_key,
        {{ meter_day | join(',\n        ') }},
        delivery_set,
        delivered_at,
        cast(sum(cost_change) as {{ type_amount() }}) as cost_change,
        cast(sum(quantity_change) as {{ type_total_quantity() }}) as quantity_change,
        sum(charges_change) as charges_change,
        count(billed_quantity) as quantities
    from changes
    group by meter_day_key, {{ meter_day | join(', ') }}, delivery_set, delivered_at
),

running_totals as (
    select
        *,
        cast(sum(cost_change) over ({{ so_far }}) as {{ type_amount() }}) as billed_cost,
        cast(sum(quantity_change) over ({{ so_far }}) as {{ type_total_quantity() }}) as total_quantity,
        sum(charges_change) over ({{ so_far }}) as charges,
        sum(quantities) over (partition by meter_day_key) > 0 as has_quantity,
        row_number() over ({{ so_far }}) as revision_number,
        row_number() over (
            partition by meter_day_key
            order by delivered_at desc, delivery_set desc
        ) = 1 as is_current
    from changes_by_delivery
),

revisions as (
    select
        {{ surrogate_key(['meter_day_key', 'delivery_set']) }} as bill_revision_id,
        platform,
        billing_account_id,
        sub_account_id,
        usage_date,
        {{ month_start('usage_date') }} as billing_period,
        raw_meter_name,
        model,
        meter,
        charge_component,
        delivery_set,
        delivered_at,
        cast(revision_number as bigint) as revision_number,
        case
            when revision_number = 1 then 'first'
            when charges = 0 and charges_change < 0 then 'withdrawn'
            when cost_change != 0 or quantity_change != 0 then 'restated'
            else 'unchanged'
        end as revision_type,
        cast(case when has_quantity then total_quantity end as {{ type_total_quantity() }}) as billed_quantity,
        billed_cost,
        cast(case when has_quantity then quantity_change end as {{ type_total_quantity() }}) as quantity_change,
        cost_change,
        currency,
        is_current
    from running_totals
)

select * from revisions
