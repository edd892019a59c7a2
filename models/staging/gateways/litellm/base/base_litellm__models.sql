{#-
    The platform that billed a call of LiteLLM and the name that it has for the model. LiteLLM puts the provider
    before a model, and Bedrock's route and region. In Azure the model is a deployment, and what it runs stands beside
    it. Elsewhere the model of the response counts only where it spells the model more exactly, as a dated snapshot
    does: a proxy may answer in the name that the client asked for.
-#}
with calls as (
    select * from {{ ref('base_litellm__calls') }}
),

placed as (
    select
        *,
        {{ platform_name('provider') }} as platform,
        {{ without_provider('model', 'provider') }} as plain_model,
        {{ without_provider('priced_model', 'provider') }} as plain_priced_model
    from calls
),

routed as (
    select
        *,
        case
            when platform = 'bedrock'
                then {{ regexp_replace_all('plain_model', '^(converse_like|converse|invoke)/', '') }}
            else plain_model
        end as routed_model
    from placed
),

located as (
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
        end as named_model
    from routed
),

named as (
    select
        *,
        case
            when platform = 'azure' then coalesce(response_model, plain_priced_model, named_model)
            when substring(response_model, 1, length(named_model)) = named_model then response_model
            else named_model
        end as raw_model,
        case when platform = 'azure' then named_model end as deployment,
        case when platform = 'bedrock' then {{ bedrock_deployment_scope('named_model') }} end as deployment_scope,
        coalesce(
            case when lower(inference_geo) not in ('global', 'not_available') then lower(inference_geo) end,
            route_region,
            case when platform = 'bedrock' then {{ bedrock_region('named_model') }} end
        ) as region
    from located
)

select * from named
