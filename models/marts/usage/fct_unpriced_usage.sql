with metered as (
    select * from {{ ref('int_usage_unpivoted_to_meters') }}
    where calculated_cost is null
),

summed as (
    select
        platform,
        model,
        meter,
        usage_date,
        unit,
        cast(sum(quantity) as {{ type_total_quantity() }}) as quantity,
        count(*) as events,
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at
    from metered
    group by platform, model, meter, usage_date, unit
)

select * from summed
