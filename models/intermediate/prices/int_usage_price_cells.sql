{{ config(materialized='table') }}
{#-
    The cells of time and context size of a price key, within which no price changes. Time and context size are cut at
    every boundary of every candidate, without gaps. All meters of a key share the cells, so that one join finds all
    prices of an event. Long because bounds of time and of context are collected separately.
-#}
with keys as (
    select distinct price_key from {{ ref('int_usage_rate_keys') }}
),

candidates as (
    select * from {{ ref('int_usage_price_candidates') }}
),

time_bounds as (
    select
        price_key,
        {{ first_instant() }} as bound
    from keys

    union

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
        0 as bound
    from keys

    union

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

cells as (
    select
        time_segments.price_key,
        time_segments.valid_from,
        time_segments.valid_until,
        context_segments.context_from_tokens,
        context_segments.context_until_tokens
    from time_segments
    inner join context_segments
        on time_segments.price_key = context_segments.price_key
)

select * from cells
