{#- One row per event and metered quantity, with its price and cost. -#}
{%- set columns = [
    'usage_event_id', 'user_id', 'is_billable', 'platform', 'billing_account_id', 'model', 'occurred_at', 'usage_date',
    'billing_period', 'context_tokens', 'price_key', 'currency'
] -%}

with events as (
    select * from {{ ref('int_usage_events_costed') }}
),

unpivoted as (
    {% for meter, unit in usage_meters().items() -%}
    select
        {{ columns | join(',\n        ') }},
        '{{ meter }}' as meter,
        '{{ unit }}' as unit,
        {{ meter }} as quantity,
        {{ meter }}_unit_price as unit_price,
        {{ meter }}_cost as calculated_cost
    from events
    where {{ meter }} {{ is_metered(unit) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from unpivoted
