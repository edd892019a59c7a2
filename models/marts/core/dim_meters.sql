with meters as (
    select * from {{ ref('meters') }}
),

published as (
    select
        meter,
        modality,
        direction,
        unit,
        description
    from meters
)

select * from published
