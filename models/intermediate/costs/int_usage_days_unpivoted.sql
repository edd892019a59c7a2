{#-
    Usage and its cost per day, rate and meter, one row per meter. Bills list meters as rows, so a comparison needs
    rows.
-#}
with days as (
    select * from {{ ref('int_usage_days_summed') }}
),

meters_of_days as (
    {% for meter, unit in usage_meters().items() -%}
    select
        usage_date,
        billing_period,
        platform,
        billing_account_id,
        model,
        currency,
        {{ meter_name(meter) }} as meter,
        {{ meter_unit(meter) }} as unit,
        {{ meter }} as quantity,
        {{ meter }}_unit_price as unit_price,
        {{ meter }}_cost as calculated_cost,
        {{ is_covered_by_capacity(meter, unit) }} as is_provisioned,
        {{ meter }}_events as events,
        {{ meter }}_first_event_id as first_usage_event_id,
        {{ meter }}_first_unpriced_at as first_unpriced_at,
        {{ meter }}_last_unpriced_at as last_unpriced_at
    from days
    where {{ meter }}_events > 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from meters_of_days
