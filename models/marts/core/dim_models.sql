with prices as (
    select * from {{ ref('int_price_book_ranged') }}
),

usage as (
    select * from {{ ref('int_usage_days_summed') }}
),

priced as (
    select
        platform,
        model,
        min(valid_from) as priced_from,
        max(case when valid_until is null then 1 else 0 end) as has_open_price
    from prices
    where model != '*'
    group by platform, model
),

used as (
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
    from priced

    union

    select
        platform,
        model
    from used
),

joined as (
    select
        {{ surrogate_key(['keys.platform', 'keys.model']) }} as model_id,
        keys.platform,
        keys.model,
        priced.model is not null as is_priced,
        coalesce(priced.has_open_price, 0) = 1 as has_current_price,
        priced.priced_from,
        used.first_used_on,
        used.last_used_on
    from keys
    left join priced
        on keys.platform = priced.platform and keys.model = priced.model
    left join used
        on keys.platform = used.platform and keys.model = used.model
)

select * from joined
