{{ config(materialized='table') }}
{#-
    What is invoiced: billable, attributed and priced usage to user, month, model and meter, unrounded. Summed side by
    side first, as there are several times as many event meters as events.
-#}
{%- set keys = ['user_id', 'billing_period', 'currency', 'platform', 'model'] -%}

with events as (
    select * from {{ ref('int_usage_events_costed') }}
    where is_billable and user_id != '(unattributed)'
),

summed as (
    select
        {{ keys | join(',\n        ') }}
        {%- for meter in usage_meters() %},
        sum(case when {{ meter }}_cost is not null then {{ meter }} end) as {{ meter }},
        sum({{ meter }}_cost) as {{ meter }}_cost
        {%- endfor %}
    from events
    group by {{ keys | join(', ') }}
),

unpivoted as (
    {% for meter, unit in usage_meters().items() -%}
    select
        {{ keys | join(',\n        ') }},
        '{{ meter }}' as meter,
        '{{ unit }}' as unit,
        cast({{ meter }} as {{ type_total_quantity() }}) as quantity,
        cast({{ meter }}_cost as {{ type_amount() }}) as calculated_cost
    from summed
    where {{ meter }}_cost is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from unpivoted
