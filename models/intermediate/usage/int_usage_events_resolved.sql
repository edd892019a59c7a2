{#-
    Events with everything that decides their price: the priced model, the served tier, the deployment scope and the
    region, each in the words of the price book.
-#}
with events as (
    select * from {{ ref('int_usage_events_deduplicated') }}
),

models as (
    select * from {{ ref('int_raw_models_resolved') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

service_tiers as (
    select * from {{ ref('service_tiers') }}
),

deployment_scopes as (
    select * from {{ ref('deployment_scopes') }}
),

resolved as (
    select
        events.usage_event_id,
        events.platform,
        platforms.provider,
        coalesce(events.billing_account_id, 'default') as billing_account_id,
        coalesce(models.model, lower(coalesce(events.raw_model, events.deployment)), '(unknown)') as model,
        events.raw_model,
        coalesce(events.user_id, '(unattributed)') as user_id,
        events.account_id,
        events.project_id,
        events.api_key_id,
        events.session_id,
        events.request_id,
        events.occurred_at,
        cast(events.occurred_at as date) as usage_date,
        {{ month_start('events.occurred_at') }} as billing_period,
        events.loaded_at,
        coalesce(service_tiers.service_tier, lower(events.raw_service_tier), 'standard') as service_tier,
        coalesce(
            deployment_scopes.deployment_scope, lower(events.deployment_scope), platforms.default_deployment_scope, ''
        ) as deployment_scope,
        coalesce(lower(events.region), '') as region,
        events.response_status,
        coalesce(lower(events.observed_by), 'server') as observed_by,
        coalesce(lower(events.observed_by), 'server') = 'server' as is_billable,
        {{ exact_decimal('events.reported_cost') }} as reported_cost,
        upper(coalesce(events.reported_currency, 'USD')) as reported_currency,
        coalesce(events.context_tokens, 0) as context_tokens,
        events.total_tokens,
        events.reasoning_tokens
        {%- for meter in usage_meters() %},
        events.{{ meter }}
        {%- endfor %}
    from events
    left join models
        on
            events.platform = models.platform
            and lower(coalesce(events.raw_model, events.deployment)) = models.raw_model
            and (models.valid_from is null or events.occurred_at >= models.valid_from)
            and (models.valid_until is null or events.occurred_at < models.valid_until)
    left join platforms
        on events.platform = platforms.platform
    left join service_tiers
        on lower(events.raw_service_tier) = service_tiers.raw_service_tier
    left join deployment_scopes
        on lower(events.deployment_scope) = deployment_scopes.raw_scope
)

select * from resolved
