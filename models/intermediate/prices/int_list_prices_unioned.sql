{#-
    The list prices of all platforms and the contracted prices in one shape, as known at `as_of`. Models whose cache
    gives no discount get cached prices here, which are their input prices, contracted or not. Long because every step
    lists the columns of a price.
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

models_without_cache_discount as (
    select * from {{ ref('models_without_cache_discount') }}
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
        {{ timestamp_text('known_at') }} as known_at_text,
        max(case when meter like '%_cached_input' then 1 else 0 end) over (
            partition by billing_account_id, platform, model
        ) = 1 as has_cached_price
    from prices
    where known_at <= {{ as_of() }}
),

uses as (
    select 'as_published' as price_use
    union all
    select 'for_cached_input' as price_use
),

-- A cached price of its own wins, so that a contract may have one.
prices_by_use as (
    select
        known_prices.*,
        case
            when uses.price_use = 'as_published' then known_prices.meter
            else replace(known_prices.meter, '_input', '_cached_input')
        end as priced_meter
    from known_prices
    left join models_without_cache_discount
        on
            known_prices.platform = models_without_cache_discount.platform
            and known_prices.model = models_without_cache_discount.model
    inner join uses
        on
            uses.price_use = 'as_published'
            or (
                models_without_cache_discount.model is not null
                and known_prices.meter in ('text_input', 'audio_input', 'image_input', 'video_input')
                and not known_prices.has_cached_price
            )
),

keyed_prices as (
    select
        {{ surrogate_key([
            'billing_account_id',
            'platform',
            'model',
            'priced_meter',
            'service_tier',
            'deployment_scope',
            'region',
            'context_from_tokens',
            'valid_from_text',
            'known_at_text',
        ]) | indent(8) }} as price_id,
        billing_account_id,
        {% for column in columns -%}
        {{ 'priced_meter as meter' if column == 'meter' else column }}{{ ',' if not loop.last }}
        {% endfor %}
    from prices_by_use
)

select * from keyed_prices
