{#-
    The models of each platform that were used or have a price. Both are listed, so that used models without a price
    show too. Long because priced and used models are collected separately.
-#}
with prices as (
    select * from {{ ref('int_price_book_ranged') }}
),

usage as (
    select * from {{ ref('int_usage_days_summed') }}
),

priced_models as (
    select
        platform,
        model,
        min(valid_from) as priced_from,
        max(case when valid_until is null then 1 else 0 end) as has_open_price
    from prices
    where model != '*'
    group by platform, model
),

used_models as (
    select
        platform,
        model,
        min(usage_date) as first_used_on,
        max(usage_date) as last_used_on
    from usage
    group by platform, model
),

keys as (
    select
        platform,
        model
    from priced_models

    union

    select
        platform,
        model
    from used_models
),

models as (
    select
        {{ surrogate_key(['keys.platform', 'keys.model']) }} as model_id,
        keys.platform,
        keys.model,
        priced_models.model is not null as is_priced,
        coalesce(priced_models.has_open_price, 0) = 1 as has_current_price,
        priced_models.priced_from,
        used_models.first_used_on,
        used_models.last_used_on
    from keys
    left join priced_models
        on keys.platform = priced_models.platform and keys.model = priced_models.model
    left join used_models
        on keys.platform = used_models.platform and keys.model = used_models.model
)

select * from models
