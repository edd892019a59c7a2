-- Guards the model aliases. An alias to a model without prices turns usage into unpriced usage under a name that
-- nobody sent; an alias for a name that has prices itself would never be reached, or would hide those prices.
with

aliases as (

    select * from {{ ref('model_aliases') }}

),

-- The seeds themselves: whether a price is known at `as_of` is no matter of aliases.
priced_models as (

    {% for platform in var('price_lists') -%}
    select distinct
        platform,
        model
    from {{ ref(platform ~ '__list_prices') }}
    {{ 'union' if not loop.last }}
    {% endfor %}

),

failures as (

    select
        aliases.platform,
        aliases.raw_model,
        aliases.model,
        'model is not priced' as failure
    from aliases
    left join priced_models
        on aliases.platform = priced_models.platform
        and aliases.model = priced_models.model
    where priced_models.model is null
    union all
    select
        aliases.platform,
        aliases.raw_model,
        aliases.model,
        'raw model is priced itself' as failure
    from aliases
    inner join priced_models
        on aliases.platform = priced_models.platform
        and aliases.raw_model = priced_models.model
    union all
    select
        platform,
        raw_model,
        model,
        'raw model is not in lower case' as failure
    from aliases
    where raw_model != lower(raw_model)

)

select * from failures
