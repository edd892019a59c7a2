{{ config(materialized='table') }}
{#-
    The names that usage was booked under, in the words of the price book: priced model, served tier, deployment scope
    and region. Time is cut where an alias starts or ends, without gaps, so that every call has one row. A call is
    provisioned if its scope or tier says so, unless the tier states that it was served outside that capacity. Long
    because the resolved models and four seeds translate each name.
-#}
with deliveries as (
    select * from {{ ref('int_usage_deliveries_summed') }}
    where not is_rejected and {{ is_known_delivery('delivery_id') }}
),

models as (
    select * from {{ ref('int_usage_models_resolved') }}
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

meters as (
    select * from {{ ref('meters') }}
),

names as (
    select distinct
        rate_key,
        {{ rate_key_columns() | join(',\n        ') }}
    from deliveries
),

bounds as (
    select
        rate_key,
        {{ first_instant() }} as bound
    from names

    union

    select
        names.rate_key,
        models.valid_from as bound
    from names
    inner join models
        on names.platform = models.platform and names.model_name = models.raw_model
    where models.valid_from > {{ first_instant() }}

    union

    select
        names.rate_key,
        models.valid_until as bound
    from names
    inner join models
        on names.platform = models.platform and names.model_name = models.raw_model
    where models.valid_until > {{ first_instant() }}
),

segments as (
    select
        rate_key,
        bound as valid_from,
        lead(bound) over (partition by rate_key order by bound) as valid_until
    from bounds
),

resolved_names as (
    select
        names.rate_key,
        {% for column in rate_key_columns() -%}
        names.{{ column }},
        {% endfor -%}
        segments.valid_from,
        segments.valid_until,
        platforms.provider,
        coalesce(models.model, nullif(names.model_name, ''), '(unknown)') as model,
        case
            when
                ({{ names_provisioned('names.deployment_scope_name') }}
                or {{ names_provisioned('names.service_tier_name') }})
                and not (
                    coalesce(service_tiers.is_outside_capacity, false)
                    or names.service_tier_name like '%spill%'
                )
                then 'provisioned'
            when names.service_tier_name like '%spill%' then 'standard'
            -- A batch deployment takes batch jobs only.
            when names.service_tier_name in ('', 'default', 'auto') and names.deployment_scope_name like '%batch%'
                then 'batch'
            else coalesce(service_tiers.service_tier, nullif(names.service_tier_name, ''), 'standard')
        end as service_tier,
        coalesce(
            deployment_scopes.deployment_scope, nullif(names.deployment_scope_name, ''),
            -- A name that shows no scope has that of the model of its alias.
            {{ deployment_scope_of_model('names.platform', 'models.model') | indent(12) }},
            platforms.default_deployment_scope, ''
        ) as deployment_scope,
        coalesce(meters.unit, case when names.extra_meter != '' then '(unknown)' end, '') as extra_unit
    from names
    inner join segments
        on names.rate_key = segments.rate_key
    left join models
        on
            names.platform = models.platform
            and names.model_name = models.raw_model
            and {{ is_effective_at(
                'segments.valid_from', 'models.valid_from', 'models.valid_until', is_open_at_start=true
            ) }}
    left join platforms
        on names.platform = platforms.platform
    left join service_tiers
        on names.service_tier_name = service_tiers.raw_service_tier
    left join deployment_scopes
        on names.deployment_scope_name = deployment_scopes.raw_scope
    left join meters
        on names.extra_meter = meters.meter
),

keyed_names as (
    select
        *,
        {{ surrogate_key([
            'platform', 'billing_account_id', 'model', 'service_tier', 'deployment_scope', 'region', 'extra_meter'
        ]) }} as price_key
    from resolved_names
)

select * from keyed_names
