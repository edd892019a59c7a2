{#-
    One row per event and metered quantity, with its price and cost. Events have their meters side by side, and their
    shares of a bill are calculated meter by meter.
-#}
{%- set columns = [
    'usage_event_id', 'user_id', 'is_billable', 'platform', 'billing_account_id', 'model', 'occurred_at', 'usage_date',
    'billing_period', 'price_key', 'account_model_key', 'priced_from', 'context_from_tokens', 'currency'
] -%}
{%- set meters = [] -%}
{%- for meter, unit in usage_meters().items() -%}
    {%- do meters.append({
        'meter': meter_name(meter),
        'unit': meter_unit(meter),
        'is_metered': is_metered(meter, unit),
        'is_covered': is_covered_by_capacity(meter, unit),
        'quantity': 'cast(' ~ meter ~ ' as ' ~ type_quantity() ~ ')',
        'unit_price': meter ~ '_unit_price',
        'calculated_cost': meter ~ '_cost',
    }) -%}
{%- endfor -%}

with events as (
    select * from {{ ref('int_usage_events_costed') }}
),

meters_of_events as (
    {{ unpivoted('events', columns, meters) | indent(4) }}
),

metered_usage as (
    select
        {{ columns | join(',\n        ') }},
        meter,
        unit,
        cast(quantity as {{ type_quantity() }}) as quantity,
        cast(unit_price as {{ type_unit_price() }}) as unit_price,
        cast(calculated_cost as {{ type_amount() }}) as calculated_cost,
        is_covered as is_provisioned
    from meters_of_events
    where is_metered
)

select * from metered_usage
