-- Guards the model aliases. An alias to a model without prices makes usage unpriced under a name that no record has. An
-- alias for a name that has prices itself would hide those prices, unless it has a start, as that of a retired model. A
-- moving name without dates would price usage of the past at the model of today. A name is looked up without its place,
-- so an alias of a name with its place would never be used.
with

aliases as (

    select * from {{ ref('model_aliases') }}

),

-- Prices come from the seeds themselves: an alias does not depend on whether a price is known at `as_of`.
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
    where aliases.valid_from is null
    union all
    select
        platform,
        raw_model,
        model,
        'raw model contains its place' as failure
    from aliases
    where raw_model != {{ model_without_place('platform', 'raw_model') }}
    union all
    select
        platform,
        raw_model,
        model,
        'raw model is not in lower case' as failure
    from aliases
    where raw_model != lower(raw_model)
    union all
    select
        platform,
        raw_model,
        model,
        'moving name has no start or no confidence' as failure
    from aliases
    where raw_model like '%-latest%' and (valid_from is null or confidence is null)

)

select * from failures
