-- Guards against a negative quantity, price or cost of usage. The costs leave out what is not above zero, so a negative
-- quantity would vanish there, and a negative price would be a credit that no provider gave.
with events as (
    select * from {{ ref('int_usage_events_costed') }}
),

negative as (
    select
        usage_event_id,
        priced_cost
    from events
    where
        {% for meter in usage_meters() -%}
        {{ meter }} < 0 or {{ meter }}_cost < 0{{ ' or' if not loop.last }}
        {% endfor %}
)

select * from negative
