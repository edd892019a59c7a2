{{ config(materialized='view') }}
{#-
    The accepted usage events with their cost and whether they are priced. A view, because the rows are stored once, in
    the intermediate layer, which costing, invoicing and reconciliation read too.
-#}
with events as (
    select * from {{ ref('int_usage_events_costed') }}
),

usage_events as (
    select
        usage_event_id,
        platform,
        provider,
        billing_account_id,
        model,
        raw_model,
        user_id,
        account_id,
        project_id,
        api_key_id,
        session_id,
        request_id,
        occurred_at,
        usage_date,
        billing_period,
        loaded_at,
        service_tier,
        deployment_scope,
        region,
        response_status,
        observed_by,
        is_billable,
        total_tokens,
        reasoning_tokens,
        case
            when provisioned_quantities > 0 and priced_quantities + provisioned_quantities = metered_quantities
                then 'provisioned'
            when priced_quantities = metered_quantities then 'priced'
            when priced_quantities > 0 then 'partly_priced'
            else 'unpriced'
        end as pricing_status,
        cast(
            case when priced_quantities > 0 or metered_quantities = 0 then priced_cost end as {{ type_amount() }}
        ) as calculated_cost,
        cast(reported_cost as {{ type_amount() }}) as reported_cost,
        reported_currency,
        currency
    from events
)

select * from usage_events
