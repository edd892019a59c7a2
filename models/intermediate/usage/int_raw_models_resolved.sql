{{ config(materialized='table') }}
{#-
    Which priced model a raw model string means. An alias wins while it is valid; a string that is priced as it stands
    means itself; a dated snapshot without a price of its own means its undated model. Anything else stays as it is, is
    unpriced, and shows as such.
-#}
with deliveries as (
    select * from {{ ref('int_usage_deliveries_summed') }}
    where not is_rejected and {{ is_known_delivery('delivery_id') }}
),

meters as (
    select * from {{ ref('int_billing_meters_parsed') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where rejection_reason is null and {{ is_known('delivered_at') }}
),

aliases as (
    select * from {{ ref('model_aliases') }}
),

prices as (
    select * from {{ ref('int_list_prices_unioned') }}
),

raw_models as (
    select distinct
        platform,
        model_name as raw_model
    from deliveries

    union

    -- platforms that name their meters alike name their models alike
    select distinct
        coalesce(platforms.platform, meters.source) as platform,
        lower(meters.raw_model) as raw_model
    from meters
    left join platforms
        on meters.source = platforms.meter_grammar

    union

    select distinct
        platform,
        model_name as raw_model
    from reports
),

priced_models as (
    select distinct
        platform,
        model
    from prices
),

undated as (
    select
        platform,
        raw_model,
        {{ regexp_replace_all('raw_model', '-[0-9]{4}-[0-9]{2}-[0-9]{2}$', '') }} as undated_model
    from raw_models
    where raw_model != ''
),

resolved as (
    select
        undated.platform,
        undated.raw_model,
        coalesce(aliases.model, as_is.model, base.model, undated.raw_model) as model,
        aliases.valid_from,
        aliases.valid_until
    from undated
    left join aliases
        on
            undated.platform = aliases.platform
            and undated.raw_model = lower(aliases.raw_model)
    left join priced_models as as_is
        on
            undated.platform = as_is.platform
            and undated.raw_model = as_is.model
    left join priced_models as base
        on
            undated.platform = base.platform
            and undated.undated_model = base.model
)

select * from resolved
