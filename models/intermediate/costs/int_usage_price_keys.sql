{{ config(materialized='table') }}
{#- What decides a price, numbered, so that costing joins millions of rows on one integer instead of six strings. -#}
with events as (
    select * from {{ ref('int_usage_events_resolved') }}
),

keys as (
    select distinct
        platform,
        billing_account_id,
        model,
        service_tier,
        deployment_scope,
        region
    from events
),

numbered as (
    select
        row_number() over (
            order by platform, billing_account_id, model, service_tier, deployment_scope, region
        ) as price_key,
        platform,
        billing_account_id,
        model,
        service_tier,
        deployment_scope,
        region
    from keys
)

select * from numbered
