{{ config(materialized=with_statistics()) }}
{#-
    Every charge of a known delivery with its quantity in single units: 0.00064 of a 1M meter is 640 tokens. If the seed
    `units_of_measure` does not have the unit, the quantity is unknown and the money is kept. Refused charges are
    included; replaced files are left out.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_unioned') }}
    where {{ is_known('delivered_at') }} and not is_empty_day
),

replaced_files as (
    select * from {{ ref('int_bill_files_replaced') }}
),

units as (
    select * from {{ ref('units_of_measure') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

scaled_charges as (
    select
        charges.*,
        coalesce(platforms.meter_grammar, charges.platform) as meter_grammar,
        cast(charges.quoted_quantity * units.unit_quantity as {{ type_total_quantity() }}) as stated_quantity,
        units.unit_quantity is not null as is_unit_stated,
        units.seconds_per_unit,
        units.unit as counted_in
    from charges
    left join units
        on charges.unit_of_measure = units.unit_of_measure
    left join platforms
        on charges.platform = platforms.platform
    left join replaced_files
        on charges.delivery_id = replaced_files.delivery_id
    where replaced_files.delivery_id is null
)

select * from scaled_charges
