{#-
    The end of a model that says which priced model a raw model string means, up to its last CTE `resolved`. An alias wins
    while it is valid; a string that is priced as it stands means itself; a dated snapshot without a price of its own means
    its undated model. Anything else stays as it is, is unpriced, and shows as such.

    Args: names: CTE with platform and raw_model, in lower case.
-#}
{% macro resolved_models(names) -%}
    aliases as (
        select * from {{ ref('model_aliases') }}
    ),

    priced_models as (
        select distinct
            platform,
            model
        from {{ ref('int_list_prices_unioned') }}
    ),

    undated as (
        select
            platform,
            raw_model,
            {{ regexp_replace_all('raw_model', '-[0-9]{4}-[0-9]{2}-[0-9]{2}$', '') }} as undated_model
        from {{ names }}
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
{%- endmacro %}
