{{ config(materialized='incremental') }}
{#-
    The days of an account that each delivery of a bill covers, from all sources. A delivery is read only once, because
    its content never changes.
-#}
{%- set columns = [
    'platform', 'billing_account_id', 'sub_account_id', 'delivery_id', 'covered_from', 'covered_until', 'loaded_at'
] -%}

with covered_days as (
    {% for source in var('bill_sources') -%}
    select {{ columns | join(', ') }} from {{ ref('stg_' ~ source ~ '__bill_days') }}
    where {{ is_newly_loaded('loaded_at') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

deliveries as (
    select * from {{ source('raw', 'deliveries') }}
),

dated_days as (
    select
        covered_days.platform,
        covered_days.billing_account_id,
        covered_days.sub_account_id,
        covered_days.delivery_id,
        {{ bill_set('deliveries') }} as delivery_set,
        deliveries.delivered_at,
        covered_days.covered_from,
        covered_days.covered_until,
        covered_days.loaded_at,
        cast(covered_days.loaded_at as date) as loaded_date
    from covered_days
    inner join deliveries
        on covered_days.delivery_id = deliveries.delivery_id
)

select * from dated_days
