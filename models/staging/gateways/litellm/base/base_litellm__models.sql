{#-
    Calls of LiteLLM with the platform that bills each, and the platform's name for the model. LiteLLM puts the
    provider before the model, and for Bedrock the route and the region too. In Azure the model is a deployment, and
    the model that it runs is beside it. Elsewhere the model of the response counts only where it spells the model more
    exactly, as a dated snapshot does: a proxy may answer with the name that the client asked for. Counts are those of
    `base_litellm__calls`, as numbers.
-#}
{%- set parts = litellm_fields() -%}
{%- set counts = dict(parts.counts, **parts.usage_counts) -%}
with calls as (
    select * from {{ ref('base_litellm__charges') }}
),

calls_by_platform as (
    select
        *,
        {{ platform_name('provider') }} as platform,
        {{ without_provider('model', 'provider') }} as plain_model,
        {{ without_provider('priced_model', 'provider') }} as plain_priced_model
    from calls
),

calls_without_route as (
    select
        *,
        case
            when platform = 'bedrock'
                then {{ regexp_replace_all('plain_model', '^(converse_like|converse|invoke)/', '') }}
            else plain_model
        end as routed_model
    from calls_by_platform
),

calls_without_region as (
    select
        *,
        case
            when platform = 'bedrock' and {{ regexp_matches('routed_model', '^[a-z]{2}(-gov)?-[a-z]+-[0-9]/') }}
                then split_part(routed_model, '/', 1)
        end as route_region,
        case
            when platform = 'bedrock'
                then {{ bedrock_model_id(regexp_replace_all('routed_model', '^[a-z]{2}(-gov)?-[a-z]+-[0-9]/', '')) }}
            else routed_model
        end as called_model
    from calls_without_route
),

calls_with_model as (
    select
        *,
        case
            when platform = 'azure' then coalesce(response_model, plain_priced_model, called_model)
            when substring(response_model, 1, length(called_model)) = called_model then response_model
            else called_model
        end as raw_model,
        case when platform = 'azure' then called_model end as deployment,
        case when platform = 'bedrock' then {{ bedrock_deployment_scope('called_model') }} end as deployment_scope,
        coalesce(
            case when lower(inference_geo) not in ('global', 'not_available') then lower(inference_geo) end,
            route_region,
            case when platform = 'bedrock' then {{ bedrock_region('called_model') }} end
        ) as region
    from calls_without_region
),

calls_with_counts as (
    select
        *,
        {% for name in counts -%}
        {{ whole_number('raw_' ~ name) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from calls_with_model
),

calls_with_finding as (
    select
        *,
        coalesce({{ count_finding(counts) }}, spelling_finding) as count_finding
    from calls_with_counts
)

select * from calls_with_finding
