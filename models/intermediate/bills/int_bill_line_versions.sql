{#-
    Each line of a bill as every delivery set that covers its day states it. A line begins with the first set that lists
    it. A later set that covers the day without the line has a row too, with a cost of 0, because it withdraws the line.
    Long because those rows must be made before they can be compared.
-#}
{%- set line = [
    'platform', 'billing_account_id', 'sub_account_id', 'bill_date', 'usage_date', 'raw_meter_name', 'model', 'meter',
    'charge_component', 'currency'
] -%}
with charges as (
    select * from {{ ref('int_billed_charges_mapped') }}
    where is_in_scope
),

covering_deliveries as (
    select * from {{ ref('int_bill_deliveries_dated') }}
),

lines_by_delivery as (
    select
        {{ line | join(',\n        ') }},
        delivery_set,
        cast(sum(billed_quantity) as {{ type_total_quantity() }}) as billed_quantity,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost,
        cast(sum(row_count) as bigint) as charges
    from charges
    group by {{ line | join(', ') }}, delivery_set
),

keyed_lines_by_delivery as (
    select
        {{ surrogate_key(line) }} as line_key,
        *
    from lines_by_delivery
),

lines as (
    select
        line_key,
        {{ line | join(',\n        ') }}
    from keyed_lines_by_delivery
    group by line_key, {{ line | join(', ') }}
),

deliveries_of_lines as (
    select distinct
        lines.line_key,
        covering_deliveries.delivery_set,
        covering_deliveries.delivered_at
    from lines
    inner join covering_deliveries
        on
            lines.platform = covering_deliveries.platform
            and lines.billing_account_id = covering_deliveries.billing_account_id
            and covering_deliveries.sub_account_id in (lines.sub_account_id, '*')
            and lines.bill_date >= covering_deliveries.covered_from
            and lines.bill_date < covering_deliveries.covered_until
),

line_versions as (
    select
        lines.*,
        deliveries_of_lines.delivery_set,
        deliveries_of_lines.delivered_at,
        keyed_lines_by_delivery.billed_quantity,
        cast(coalesce(keyed_lines_by_delivery.billed_cost, 0) as {{ type_amount() }}) as billed_cost,
        coalesce(keyed_lines_by_delivery.charges, 0) as charges,
        max(keyed_lines_by_delivery.charges) over (
            partition by deliveries_of_lines.line_key
            order by deliveries_of_lines.delivered_at, deliveries_of_lines.delivery_set
            rows between unbounded preceding and current row
        ) is not null as has_begun
    from lines
    inner join deliveries_of_lines
        on lines.line_key = deliveries_of_lines.line_key
    left join keyed_lines_by_delivery
        on
            deliveries_of_lines.line_key = keyed_lines_by_delivery.line_key
            and deliveries_of_lines.delivery_set = keyed_lines_by_delivery.delivery_set
)

select * from line_versions
where has_begun
