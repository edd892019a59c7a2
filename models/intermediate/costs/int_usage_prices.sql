{{ config(materialized='table') }}
{#-
    The one price of a key and meter at every time and context size. Time and context are cut at every boundary of every
    candidate of the key, and the closest candidate covering a cell is its price; so a contract that starts in mid-month,
    or a surcharge that is withdrawn, changes the price from that instant and nothing else. All meters of a key share
    the cells, so that an event finds all its prices in one.
-#}
with candidates as (
    select * from {{ ref('int_usage_price_candidates') }}
),

time_bounds as (
    select
        price_key,
        valid_from as bound
    from candidates

    union

    select
        price_key,
        valid_until as bound
    from candidates
    where valid_until is not null
),

context_bounds as (
    select
        price_key,
        context_from_tokens as bound
    from candidates

    union

    select
        price_key,
        context_until_tokens as bound
    from candidates
    where context_until_tokens is not null
),

time_segments as (
    select
        price_key,
        bound as valid_from,
        lead(bound) over (partition by price_key order by bound) as valid_until
    from time_bounds
),

context_segments as (
    select
        price_key,
        bound as context_from_tokens,
        lead(bound) over (partition by price_key order by bound) as context_until_tokens
    from context_bounds
),

covered as (
    select
        candidates.price_key,
        candidates.meter,
        candidates.price_id,
        candidates.is_contracted,
        candidates.single_unit_price,
        candidates.unit_price,
        candidates.price_divisor,
        candidates.currency,
        time_segments.valid_from,
        time_segments.valid_until,
        context_segments.context_from_tokens,
        context_segments.context_until_tokens,
        row_number() over (
            partition by
                candidates.price_key, candidates.meter, time_segments.valid_from, context_segments.context_from_tokens
            order by candidates.distance, candidates.price_id
        ) as closeness_rank
    from candidates
    inner join time_segments
        on
            candidates.price_key = time_segments.price_key
            and {{ is_effective_at('time_segments.valid_from', 'candidates.valid_from', 'candidates.valid_until') }}
    inner join context_segments
        on
            candidates.price_key = context_segments.price_key
            and {{ is_effective_at(
                'context_segments.context_from_tokens', 'candidates.context_from_tokens',
                'candidates.context_until_tokens'
            ) }}
),

closest as (
    select
        price_key,
        meter,
        price_id,
        is_contracted,
        single_unit_price,
        unit_price,
        price_divisor,
        currency,
        valid_from,
        valid_until,
        context_from_tokens,
        context_until_tokens
    from covered
    where closeness_rank = 1
)

select * from closest
