{{ config(materialized='table') }}
{#-
    Events with the price in force at their instant and the exact cost of each meter, side by side: one row written per
    event instead of one per event and meter. A NULL cost beside a quantity is usage that no price row covers.
-#}
{%- set meters = usage_meters() -%}
{%- set columns = [
    'usage_event_id', 'platform', 'provider', 'billing_account_id', 'model', 'raw_model', 'user_id', 'account_id',
    'project_id', 'api_key_id', 'session_id', 'request_id', 'occurred_at', 'usage_date', 'billing_period', 'loaded_at',
    'service_tier', 'deployment_scope', 'region', 'response_status', 'observed_by', 'is_billable', 'reported_cost',
    'reported_currency', 'context_tokens', 'total_tokens', 'reasoning_tokens'
] -%}

with events as (
    select * from {{ ref('int_usage_events_resolved') }}
),

price_keys as (
    select * from {{ ref('int_usage_price_keys') }}
),

prices as (
    select * from {{ ref('int_usage_prices_pivoted') }}
),

priced as (
    select
        {% for column in columns -%}
        events.{{ column }},
        {% endfor -%}
        price_keys.price_key,
        coalesce(prices.currency, 'USD') as currency
        {%- for meter, unit in meters.items() %},
        events.{{ meter }},
        cast(
            case when events.{{ meter }} {{ is_metered(unit) }} then prices.{{ meter }}_unit_price end
            as {{ type_unit_price() }}
        ) as {{ meter }}_unit_price,
        cast(case
            when events.{{ meter }} {{ is_metered(unit) }}
                then
                    {% if unit == 'seconds' -%}
                    {{ extended_cost(
                        'events.' ~ meter, 'prices.' ~ meter ~ '_unit_price', 'prices.' ~ meter ~ '_quoted_price',
                        'prices.' ~ meter ~ '_price_divisor'
                    ) }}
                    {%- else -%}
                    {{ quantity_cost('events.' ~ meter, 'prices.' ~ meter ~ '_unit_price') }}
                    {%- endif %}
        end as {{ type_amount() }}) as {{ meter }}_cost
        {%- endfor %}
    from events
    inner join price_keys
        on
            events.platform = price_keys.platform
            and events.billing_account_id = price_keys.billing_account_id
            and events.model = price_keys.model
            and events.service_tier = price_keys.service_tier
            and events.deployment_scope = price_keys.deployment_scope
            and events.region = price_keys.region
    left join prices
        on
            price_keys.price_key = prices.price_key
            and {{ is_effective_at('events.occurred_at', 'prices.valid_from', 'prices.valid_until') }}
            and {{ is_effective_at(
                'events.context_tokens', 'prices.context_from_tokens', 'prices.context_until_tokens'
            ) }}
),

costed as (
    select
        *,
        {% for meter, unit in meters.items() -%}
        case when {{ meter }} {{ is_metered(unit) }} then 1 else 0 end{{ ' +' if not loop.last }}
        {% endfor -%} as metered_quantities,
        {% for meter in meters -%}
        case when {{ meter }}_cost is not null then 1 else 0 end{{ ' +' if not loop.last }}
        {% endfor -%} as priced_quantities,
        cast(
            {% for meter in meters -%}
            coalesce({{ meter }}_cost, 0){{ ' +' if not loop.last }}
            {% endfor -%} as {{ type_amount() }}
        ) as priced_cost
    from priced
)

select * from costed
