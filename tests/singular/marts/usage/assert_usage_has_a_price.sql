{{ config(severity='warn') }}
-- Names usage that no price covers: a model, a meter or a kind of tokens that the price book lacks. Its cost is NULL,
-- and it is on no invoice. After a row is added to the price book, the next build prices it.
with unpriced as (
    select * from {{ ref('fct_unpriced_usage') }}
),

named as (
    select
        platform,
        model,
        meter,
        unit,
        sum(quantity) as quantity,
        sum(events) as events,
        min(usage_date) as first_used_on,
        max(usage_date) as last_used_on
    from unpriced
    group by platform, model, meter, unit
)

select * from named
order by events desc, platform asc, model asc, meter asc
