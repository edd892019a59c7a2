{{ config(materialized='table') }}
{#-
    Calculated usage to day, model and meter, before it is known how finely the bill can be compared. Summed side by side
    first, as there are several times as many event meters as events.
-#}
{%- set keys = ['platform', 'billing_account_id', 'usage_date', 'billing_period', 'currency', 'model'] -%}

with events as (
    select * from {{ ref('int_usage_events_costed') }}
),

summed as (
    select
        {{ keys | join(',\n        ') }}
        {%- for meter, unit in usage_meters().items() %},
        sum({{ meter }}) as {{ meter }},
        sum({{ meter }}_cost) as {{ meter }}_cost,
        sum(case when {{ meter }}_cost is not null then {{ meter }} end) as {{ meter }}_priced_quantity,
        min({{ meter }}_unit_price) as {{ meter }}_lowest_unit_price,
        max({{ meter }}_unit_price) as {{ meter }}_unit_price,
        count(case when {{ meter }} {{ is_metered(unit) }} then 1 end) as {{ meter }}_events,
        count({{ meter }}_cost) as {{ meter }}_priced_events,
        min(case when {{ meter }} > 0 then usage_event_id end) as {{ meter }}_first_event_id
        {%- endfor %}
    from events
    group by {{ keys | join(', ') }}
),

unpivoted as (
    {% for meter in usage_meters() -%}
    select
        {{ keys | join(',\n        ') }},
        '{{ meter }}' as meter,
        cast({{ meter }} as {{ type_total_quantity() }}) as calculated_quantity,
        cast({{ meter }}_cost as {{ type_amount() }}) as calculated_cost,
        {{ meter }}_events - {{ meter }}_priced_events as unpriced_events,
        -- Of a meter used at several prices (tiers, regions) the list price is the average over what was used.
        case
            when {{ meter }}_lowest_unit_price = {{ meter }}_unit_price then {{ meter }}_unit_price
            else cast({{ exact_ratio(meter ~ '_cost', meter ~ '_priced_quantity', 12) }} as {{ type_unit_price() }})
        end as list_unit_price,
        {{ meter }}_first_event_id as first_usage_event_id
    from summed
    where {{ meter }}_events > 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from unpivoted
