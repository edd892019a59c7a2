{{ config(materialized='table') }}
{#-
    Every landed usage record in one shape, whoever's staging model read it. Stored, because parsing JSON is the
    costliest step of the build and four models read the result.
-#}
{%- set providers = var('usage_providers') -%}
{%- set platforms = providers.values() | sum(start=[]) -%}
{%- set envelope = usage_envelope_columns() | reject('equalto', 'event_key') | list -%}

with events as (
    {% for provider in providers -%}
    select
        {{ envelope | join(',\n        ') }},
        event_key,
        is_final_snapshot,
        context_tokens,
        total_tokens,
        reasoning_tokens,
        {{ usage_meters() | join(',\n        ') }},
        finding
    from {{ ref('stg_' ~ provider ~ '__usage_events') }}

    union all

    {% endfor -%}
    -- What no provider's staging model takes is refused here, so that it is counted.
    select
        {{ envelope | join(',\n        ') }},
        event_key,
        false as is_final_snapshot,
        null as context_tokens,
        null as total_tokens,
        null as reasoning_tokens,
        {% for meter in usage_meters() -%}
        cast(null as {{ type_quantity() }}) as {{ meter }},
        {% endfor -%}
        coalesce(envelope_finding, 'unsupported_platform|no staging model reads platform ' || platform) as finding
    from {{ ref('stg_usage__envelopes') }}
    where
        envelope_finding is not null
        or platform not in ({{ text_list(platforms) }})
),

identified as (
    select
        {{ envelope | join(',\n        ') }},
        platform || '/' || event_key as usage_event_id,
        is_final_snapshot,
        context_tokens,
        total_tokens,
        reasoning_tokens,
        {{ usage_meters() | join(',\n        ') }},
        nullif(split_part(finding, '|', 1), '') as rejection_reason,
        nullif(split_part(finding, '|', 2), '') as rejection_detail
    from events
)

select * from identified
