{{ config(materialized='incremental') }}
{#-
    The periods of an account that each delivery of provider reports covers, from all providers. A delivery is read only
    once, because its content never changes.
-#}
{%- set columns = [
    'platform', 'billing_account_id', 'report_kind', 'delivery_id', 'delivery_set', 'delivered_at', 'covered_from',
    'covered_until', 'loaded_at'
] -%}
{%- set is_new = is_newly_loaded('loaded_at') -%}
{%- set staging = 'stg_%s__usage_report_periods' -%}

with covered_periods as (
    {% for source in newly_loaded_sources(var('usage_report_sources'), staging, keeps_first=true) -%}
    select {{ columns | join(', ') }} from {{ ref('stg_' ~ source ~ '__usage_report_periods') }}
    where {{ is_new }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

dated_periods as (
    select
        {{ columns | join(',\n        ') }},
        cast(covered_from as date) as usage_date,
        cast(loaded_at as date) as loaded_date
    from covered_periods
)

select * from dated_periods
