{{ config(materialized='table') }}
{#-
    The prices of a call by the name that it was booked under, its instant and its context size. Every seed that affects
    usage comes together in this small table, so that one join to it prices a record. Long because a row has the columns
    of its name and of its price cell.
-#}
{%- set prices = [] -%}
{%- for meter, unit in usage_meters().items() -%}
    {%- do prices.append(meter ~ '_unit_price') -%}
    {%- if unit not in whole_units() -%}
        {%- do prices.extend([meter ~ '_quoted_price', meter ~ '_price_divisor']) -%}
    {%- endif -%}
{%- endfor -%}

with rate_keys as (
    select * from {{ ref('int_usage_rate_keys') }}
),

cells as (
    select * from {{ ref('int_usage_prices_pivoted') }}
),

rates as (
    select
        rate_keys.rate_key,
        {% for column in rate_key_columns() -%}
        rate_keys.{{ column }},
        {% endfor -%}
        rate_keys.provider,
        rate_keys.model,
        rate_keys.service_tier,
        rate_keys.deployment_scope,
        rate_keys.extra_unit,
        rate_keys.price_key,
        cells.valid_from as priced_from,
        greatest(rate_keys.valid_from, cells.valid_from) as valid_from,
        case
            when cells.valid_until is null or rate_keys.valid_until < cells.valid_until then rate_keys.valid_until
            else cells.valid_until
        end as valid_until,
        cells.context_from_tokens,
        cells.context_until_tokens,
        cells.currency,
        {% for price in prices -%}
        cells.{{ price }}{{ ',' if not loop.last }}
        {% endfor %}
    from rate_keys
    inner join cells
        on
            rate_keys.price_key = cells.price_key
            and (rate_keys.valid_until is null or rate_keys.valid_until > cells.valid_from)
            and (cells.valid_until is null or rate_keys.valid_from < cells.valid_until)
),

identified_rates as (
    select
        {{ surrogate_key(['rate_key', timestamp_text('valid_from'), 'context_from_tokens']) }} as rate_id,
        *,
        {{ account_model_key() }} as account_model_key,
        {{ surrogate_key(
            ['provider', 'model', 'service_tier', 'deployment_scope', 'currency', 'extra_unit'] + prices
        ) }} as content_hash
    from rates
)

select * from identified_rates
