{#-
    Usage that no price covers, per day, model and meter. Each model and meter needs a row in the price book, or an
    alias. Usage of provisioned capacity is left out, because it needs no price.
-#}
with days as (
    select * from {{ ref('int_usage_days_unpivoted') }}
    where calculated_cost is null and not is_provisioned
),

summed_days as (
    select
        platform,
        model,
        meter,
        usage_date,
        unit,
        cast(sum(quantity) as {{ type_total_quantity() }}) as quantity,
        cast(sum(events) as bigint) as events,
        min(first_unpriced_at) as first_seen_at,
        max(last_unpriced_at) as last_seen_at
    from days
    group by platform, model, meter, usage_date, unit
)

select * from summed_days
