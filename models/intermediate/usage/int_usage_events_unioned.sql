{{ config(
    materialized='incremental',
    indexes=lookup_indexes([['loaded_at'], ['key_hash'], ['usage_date'], ['delivery_id', 'record_number']])
) }}
{#-
    Every landed usage record in one shape. A record is read only once, because parsing is the most expensive step of
    the build. Its row depends on the record alone, never on a seed, so that the row never changes. Long because every
    column is listed, and records without a staging model are refused here. An event keeps its first quantity on a meter
    without a column. Each other one becomes a part of it, an event of its own whose key ends with the meter. An event
    with such a quantity that is negative or too long for its column is refused, whatever staging model it is from.
-#}
{%- set is_new = is_newly_loaded('loaded_at') -%}
{%- set platforms = var('usage_providers').values() | sum(start=[]) -%}
{%- set texts = [
    'account_id', 'project_id', 'api_key_id', 'session_id', 'request_id', 'raw_model', 'deployment', 'response_status',
    'tags', 'resource_id'
] -%}
{#- What belongs to the first quantity of an event alone. -#}
{%- set of_first = ['reasoning_tokens'] + token_meters() -%}
{#- Quantities that are rounded to six decimals without a thirteenth whole digit. -#}
{%- set fitting = '([0-9]{1,11}([.][0-9]+)?([eE]-[0-9]{1,2})?|[0-9]{12}([.][0-9]{1,6}0*)?)' -%}

with events as (
    {% for provider in newly_loaded_sources(var('usage_providers'), 'stg_%s__usage_events') -%}
    select
        'usage' as source,
        {{ usage_event_columns() | join(',\n        ') }}
    from {{ ref('stg_' ~ provider ~ '__usage_events') }}
    where {{ is_new }}

    union all

    {% endfor -%}
    {% for gateway in newly_loaded_sources(var('usage_gateways'), 'stg_%s__usage_events') -%}
    select
        '{{ gateway }}' as source,
        {{ usage_event_columns() | join(',\n        ') }}
    from {{ ref('stg_' ~ gateway ~ '__usage_events') }}
    where {{ is_new }}

    union all

    {% endfor -%}
    -- A record that no provider's staging model takes is refused here, so that it is counted.
    select
        'usage' as source,
        {{ usage_envelope_columns() | join(',\n        ') }},
        false as is_final_snapshot,
        false as is_part,
        false as is_independent,
        cast(null as {{ type_metered('tokens') }}) as context_tokens,
        cast(null as {{ type_metered('tokens') }}) as total_tokens,
        cast(null as {{ type_metered('tokens') }}) as reasoning_tokens,
        {% for meter in token_meters() -%}
        cast(null as {{ type_metered('tokens') }}) as {{ meter }},
        {% endfor -%}
        cast(null as {{ dbt.type_string() }}) as extra_quantities,
        cast(null as {{ dbt.type_string() }}) as refused_counts,
        coalesce(
            envelope_finding, 'unsupported_platform|no staging model reads platform ' || {{ plain_name('platform') }}
        ) as finding
    from {{ ref('stg_usage__envelopes') }}
    where
        (landed_platform is null or landed_platform not in ({{ text_list(platforms) }}))
        and {{ is_new }}
),

events_with_quantity_finding as (
    select
        *,
        case
            when extra_quantities like '%=-%'
                then 'negative_count|one of the quantities ' || extra_quantities || ' is negative'
            when not {{ regexp_matches('extra_quantities', '^([^=;]*=' ~ fitting ~ '(;|$))+$') }}
                then 'invalid_count|one of the quantities ' || extra_quantities
                    || ' is not a number of at most 12 whole digits and 6 decimals'
        end as quantity_finding
    from events
),

events_with_all_findings as (
    select
        {{ usage_event_columns() | reject('in', token_meters() + [
            'extra_quantities', 'refused_counts', 'finding'
        ]) | join(',\n        ') }},
        source,
        {% for meter in token_meters() -%}
        case when quantity_finding is null then {{ meter }} end as {{ meter }},
        {% endfor -%}
        case when quantity_finding is null then extra_quantities end as extra_quantities,
        case
            when quantity_finding is null or refused_counts is not null then refused_counts
            else {{ counts_object([], token_meters()) | indent(12) }}
        end as refused_counts,
        coalesce(finding, quantity_finding) as finding
    from events_with_quantity_finding
),

events_by_quantity as (
    {{ split_rows('events_with_all_findings', 'extra_quantities', 'extra') | indent(4) }}
),

events_and_parts as (
    select
        {{ usage_event_columns() | reject('in', of_first + [
            'event_key', 'is_part', 'is_independent', 'reported_cost', 'extra_quantities'
        ]) | join(',\n        ') }},
        source,
        case when extra_number > 1 then event_key || '/' || split_part(extra, '=', 1) else event_key end as event_key,
        is_part or extra_number > 1 as is_part,
        extra_number > 1 or (is_part and not coalesce(is_independent, false)) as follows_answer,
        {% for name in of_first -%}
        case when extra_number = 1 then {{ name }} end as {{ name }},
        {% endfor -%}
        -- The application cost is that of the whole call, and a part would repeat it.
        case when not (extra_number > 1 or coalesce(is_part, false)) then reported_cost end as reported_cost,
        coalesce(split_part(extra, '=', 1), '') as extra_meter,
        cast(split_part(extra, '=', 2) as {{ type_metered('any') }}) as extra_quantity
    from events_by_quantity
),

identified_events as (
    select
        source,
        delivery_id,
        record_number,
        is_part,
        follows_answer,
        platform || '/' || event_key as usage_event_id,
        {{ key_hash("platform || '/' || event_key") }} as key_hash,
        platform,
        coalesce(billing_account_id, 'default') as billing_account_id,
        coalesce(user_id, '(unattributed)') as user_id,
        {{ texts | join(',\n        ') }},
        lower(coalesce(raw_model, deployment, '')) as model_name,
        lower(coalesce(raw_service_tier, '')) as service_tier_name,
        lower(coalesce(deployment_scope, '')) as deployment_scope_name,
        lower(coalesce(region, '')) as region,
        extra_meter,
        coalesce(lower(observed_by), 'server') as observed_by,
        {{ exact_decimal('reported_cost') }} as reported_cost,
        upper(coalesce(reported_currency, 'USD')) as reported_currency,
        lower(is_streamed) = 'true' as is_streamed,
        {{ whole_number('attempt_number') }} as attempt_number,
        lower(is_own_key) = 'true' as is_own_key,
        is_final_snapshot,
        context_tokens,
        total_tokens,
        reasoning_tokens,
        {{ usage_meters() | join(',\n        ') }},
        {{ rejection_reason() }} as rejection_reason,
        {{ rejection_detail() }} as rejection_detail,
        case when finding is not null then {{ usage_part() }} end as refused_usage,
        occurred_at,
        cast(occurred_at as date) as usage_date,
        loaded_at,
        cast(loaded_at as date) as loaded_date
    from events_and_parts
),

keyed_events as (
    select
        *,
        {{ rate_key() }} as rate_key
    from identified_events
)

select * from keyed_events
