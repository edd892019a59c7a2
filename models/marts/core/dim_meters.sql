{#- The registry of meters, as a dimension for the facts. -#}
with meters as (
    select * from {{ ref('meters') }}
),

described_meters as (
    select
        meter,
        modality,
        direction,
        unit,
        description
    from meters
)

select * from described_meters
