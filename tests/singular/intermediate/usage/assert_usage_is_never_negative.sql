-- Guards against a negative quantity of usage. The costs leave out what is not above zero, so a negative quantity would
-- vanish there; that no price is negative is tested where the prices are.
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
