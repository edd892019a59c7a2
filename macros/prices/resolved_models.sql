{#-
    The last CTEs of a model that finds the priced model for each raw model string, up to `resolved`. A valid alias
    wins. A string that has a price of its own means itself. A dated snapshot without a price of its own means its
    undated model. Any other string stays as it is and is unpriced, so that it shows. What a name states of the place of
    the call comes off first, and a fine-tuned model is named by its base.

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

    called_models as (
        select
            platform,
            raw_model,
            {{ model_without_place('platform', 'raw_model') | indent(12) }} as called_model
        from {{ names }}
        where raw_model != ''
    ),

    named_models as (
        select
            *,
            {{ fine_tuned_model('platform', 'called_model') | indent(12) }} as named_model
        from called_models
    ),

    only_snapshots as (
        select
            platform,
            {{ regexp_replace_all('model', '-[0-9]{4}(-[0-9]{2}-[0-9]{2})?$', '') }} as named_model,
            max(model) as model
        from priced_models
        where model like 'ft:%'
        group by 1, 2
        having count(*) = 1
    ),

    undated as (
        select
            *,
            {{ regexp_replace_all('named_model', '-[0-9]{4}-?[0-9]{2}-?[0-9]{2}$', '') }} as undated_model
        from named_models
    ),

    resolved as (
        select
            undated.platform,
            undated.raw_model,
            coalesce(aliases.model, as_is.model, base.model, only_snapshots.model, undated.named_model) as model,
            aliases.valid_from,
            aliases.valid_until
        from undated
        left join aliases
            on
                undated.platform = aliases.platform
                and undated.called_model = lower(aliases.raw_model)
        left join priced_models as as_is
            on
                undated.platform = as_is.platform
                and undated.named_model = as_is.model
        left join priced_models as base
            on
                undated.platform = base.platform
                and undated.undated_model = base.model
        left join only_snapshots
            on
                undated.platform = only_snapshots.platform
                and undated.named_model = only_snapshots.named_model
    )
{%- endmacro %}
