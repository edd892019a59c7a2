{#-
    The list prices of all platforms and the contracted prices in one shape, as known at `as_of`.
-#}
{%- set price_lists = var('price_lists') -%}
{%- set columns = [
    'provider', 'platform', 'model', 'meter', 'service_tier', 'deployment_scope', 'region', 'context_from_tokens',
    'unit_quantity', 'unit_price', 'currency', 'valid_from', 'retired_at', 'known_at', 'source', 'confidence'
] -%}
with {% for platform in price_lists -%}
{{ platform }}_prices as (
    select * from {{ ref(platform ~ '__list_prices') }}
),

{% endfor -%}
contracted_prices as (
    select * from {{ ref('contracted_prices') }}
),

-- A list price has no billing account: it holds for all of them.
prices as (
    {% for prices in price_lists + ['contracted'] -%}
    select
        {{ 'billing_account_id,' if prices == 'contracted' else "'' as billing_account_id," }}
        {{ columns | join(',\n        ') }}
    from {{ prices }}_prices
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Seeds load empty text as NULL, but empty text is a value here: no deployment scope, any region.
known_prices as (
    select
        billing_account_id,
        provider,
        platform,
        model,
        meter,
        service_tier,
        coalesce(deployment_scope, '') as deployment_scope,
        coalesce(region, '') as region,
        context_from_tokens,
        unit_quantity,
        unit_price,
        currency,
        valid_from,
        retired_at,
        known_at,
        source,
        confidence,
        {{ timestamp_text('valid_from') }} as valid_from_text,
        {{ timestamp_text('known_at') }} as known_at_text
    from prices
    where known_at <= {{ as_of() }}
),

keyed_prices as (
    select
        {{ surrogate_key([
            'billing_account_id',
            'platform',
            'model',
            'meter',
            'service_tier',
            'deployment_scope',
            'region',
            'context_from_tokens',
            'valid_from_text',
            'known_at_text',
        ]) | indent(8) }} as price_id,
        billing_account_id,
        {{ columns | join(',\n        ') }}
    from known_prices
)

select * from keyed_prices
