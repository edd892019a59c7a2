-- Guards against a negative quantity of usage. Costs leave out quantities that are not above zero, so that a negative
-- one would vanish there. Tests of the price book make sure that no price is negative.
with records as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null and {{ is_built_date('usage_date') }}
),

negative as (
    select
        delivery_id,
        record_number,
        usage_event_id
    from records
    where
        {% for meter in usage_meters() -%}
        {{ meter }} < 0{{ ' or' if not loop.last }}
        {% endfor %}
)

select * from negative
