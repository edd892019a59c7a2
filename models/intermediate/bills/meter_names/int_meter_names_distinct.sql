{{ config(materialized='table') }}
{#- The distinct meter names on all known bills, so that each name is parsed only once. -#}
with charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
),

meter_names as (
    select distinct
        meter_grammar as source,
        raw_meter_name
    from charges
    where raw_meter_name is not null and meter_grammar is not null
)

select * from meter_names
