-- Guards events = Σ meters. Per day and currency, the cost of the events is the cost of their meters, and every metered
-- quantity is one row with one price. A meter that is not unpivoted would show in only one of the two marts.
with events as (
    select * from {{ ref('int_usage_events_costed') }}
    where {{ is_built_date('usage_date', newest_only=true) }}
),

published as (
    select * from {{ ref('fct_usage_events') }}
    where {{ is_built_date('usage_date', newest_only=true) }}
),

costs as (
    select * from {{ ref('fct_usage_costs') }}
    where {{ is_built_date('usage_date', newest_only=true) }}
),

totals as (
    select
        usage_date,
        currency,
        sum(metered_quantities) as meters,
        cast(0 as {{ type_amount() }}) as calculated_cost
    from events
    group by usage_date, currency

    union all

    select
        usage_date,
        currency,
        0 as meters,
        sum(calculated_cost) as calculated_cost
    from published
    group by usage_date, currency

    union all

    select
        usage_date,
        currency,
        -count(*) as meters,
        -sum(calculated_cost) as calculated_cost
    from costs
    group by usage_date, currency
),

compared as (
    select
        usage_date,
        currency,
        sum(meters) as meters_off,
        coalesce(sum(calculated_cost), 0) as cost_off
    from totals
    group by usage_date, currency
)

select * from compared
where meters_off != 0 or cost_off != 0
