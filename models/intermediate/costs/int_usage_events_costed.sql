{#-
    Events with the price in force at their instant and the exact cost of each meter, side by side. This is a view: a
    record never changes and one join finds its rate, so that a corrected price shows at once and no event is written
    again. A NULL cost beside a quantity is usage that no price row covers, or that provisioned capacity served. Long
    because every column of an event is listed.
-#}
{%- set meters = usage_meters() -%}
{%- set columns = [
    'usage_event_id', 'platform', 'billing_account_id', 'raw_model', 'user_id', 'account_id', 'project_id',
    'api_key_id', 'session_id', 'request_id', 'occurred_at', 'usage_date', 'loaded_at', 'region', 'response_status',
    'observed_by', 'reported_cost', 'reported_currency', 'total_tokens', 'reasoning_tokens', 'delivery_id',
    'record_number', 'is_part'
] -%}

with events as (
    select * from {{ ref('int_usage_events_deduplicated') }}
),

rates as (
    select * from {{ ref('int_usage_rates') }}
),

priced_events as (
    select
        {% for column in columns -%}
        events.{{ column }},
        {% endfor -%}
        {{ month_start('events.usage_date') }} as billing_period,
        events.observed_by = 'server' as is_billable,
        coalesce(events.context_tokens, 0) as context_tokens,
        rates.rate_key,
        rates.rate_id,
        rates.price_key,
        rates.account_model_key,
        rates.priced_from,
        rates.context_from_tokens,
        rates.provider,
        rates.model,
        rates.service_tier,
        rates.service_tier = 'provisioned' as is_provisioned,
        rates.deployment_scope,
        rates.currency,
        rates.extra_meter,
        rates.extra_unit
        {%- for meter, unit in meters.items() %},
        events.{{ meter }},
        cast(
            case when {{ is_metered('events.' ~ meter, unit) }} then rates.{{ meter }}_unit_price end
            as {{ type_unit_price() }}
        ) as {{ meter }}_unit_price,
        cast(case
            when {{ is_metered('events.' ~ meter, unit) }}
                then
                    {{ extended_cost('events.' ~ meter, 'rates.' ~ meter, unit) }}
        end as {{ type_amount() }}) as {{ meter }}_cost
        {%- endfor %}
    from events
    inner join rates
        on
            events.rate_key = rates.rate_key
            and {{ is_effective_at('events.occurred_at', 'rates.valid_from', 'rates.valid_until') }}
            and {{ is_effective_at(
                'coalesce(events.context_tokens, 0)', 'rates.context_from_tokens', 'rates.context_until_tokens'
            ) }}
),

costed_events as (
    select
        *,
        {% for meter, unit in meters.items() -%}
        case when {{ is_metered(meter, unit) }} then 1 else 0 end{{ ' +' if not loop.last }}
        {% endfor -%} as metered_quantities,
        {% for meter in meters -%}
        case when {{ meter }}_cost is not null then 1 else 0 end{{ ' +' if not loop.last }}
        {% endfor -%} as priced_quantities,
        case
            when is_provisioned
                then
                    {% for meter, unit in meters.items() -%}
                    case
                        when {{ is_metered(meter, unit) }} and {{ is_covered_by_capacity(meter, unit) }} then 1
                        else 0
                    end
                    {{- ' +' if not loop.last }}
                    {% endfor -%}
            else 0
        end as provisioned_quantities,
        cast(
            {% for meter in meters -%}
            coalesce({{ meter }}_cost, 0){{ ' +' if not loop.last }}
            {% endfor -%} as {{ type_amount() }}
        ) as priced_cost
    from priced_events
)

select * from costed_events
