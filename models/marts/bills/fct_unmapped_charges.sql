{#- Billed meters that no rule maps, with their money. Each needs a row in the mapping seeds. -#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where mapping_status = 'unmapped'
),

summed_charges as (
    select
        platform,
        raw_meter_name,
        unit_of_measure,
        currency,
        max(unmapped_reason) as unmapped_reason,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost,
        cast(sum(billed_quantity) as {{ type_total_quantity() }}) as billed_quantity,
        cast(sum(row_count) as bigint) as charges,
        min(usage_date) as first_seen_on,
        max(usage_date) as last_seen_on
    from charges
    group by platform, raw_meter_name, unit_of_measure, currency
)

select * from summed_charges
