{{ config(materialized='incremental') }}
{#- The days of an account that each delivery of bills covers, of all sources. -#}
with covered as (
    {% for source in var('bill_sources') -%}
    select * from {{ ref('stg_' ~ source ~ '__bill_days') }}
    where {{ is_newly_loaded('loaded_at') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

deliveries as (
    select * from {{ source('raw', 'deliveries') }}
),

dated as (
    select
        covered.platform,
        covered.billing_account_id,
        covered.sub_account_id,
        covered.delivery_id,
        {{ bill_set('deliveries') }} as delivery_set,
        deliveries.delivered_at,
        covered.covered_from,
        covered.covered_until,
        covered.loaded_at,
        cast(covered.loaded_at as date) as loaded_date
    from covered
    inner join deliveries
        on covered.delivery_id = deliveries.delivery_id
)

select * from dated
