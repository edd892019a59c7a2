-- Guards the sums that everything except the event marts is built from. Per day and currency, the sums per user and the
-- sums per rate have the events and the cost of the events themselves. A group that was replaced by half, or not
-- replaced when its inputs changed, would bill a wrong month without any error.
with events as (
    select * from {{ ref('fct_usage_events') }}
    where {{ is_built_date('usage_date') }}
),

user_days as (
    select * from {{ ref('int_user_days_summed') }}
    where {{ is_built_date('usage_date') }}
),

meter_days as (
    select * from {{ ref('int_usage_days_unpivoted') }}
    where {{ is_built_date('usage_date') }}
),

totals as (
    select
        usage_date,
        currency,
        count(*) as events,
        sum(calculated_cost) as user_cost,
        sum(calculated_cost) as meter_cost
    from events
    group by usage_date, currency

    union all

    select
        usage_date,
        currency,
        -sum(events) as events,
        -sum(
            {% for meter in usage_meters() -%}
            coalesce({{ meter }}_cost, 0){{ ' +' if not loop.last }}
            {% endfor %}
        ) as user_cost,
        0 as meter_cost
    from user_days
    group by usage_date, currency

    union all

    select
        usage_date,
        currency,
        0 as events,
        0 as user_cost,
        -sum(calculated_cost) as meter_cost
    from meter_days
    group by usage_date, currency
),

compared as (
    select
        usage_date,
        currency,
        sum(events) as events_off,
        coalesce(sum(user_cost), 0) as user_cost_off,
        coalesce(sum(meter_cost), 0) as meter_cost_off
    from totals
    group by usage_date, currency
)

select * from compared
where events_off != 0 or user_cost_off != 0 or meter_cost_off != 0
