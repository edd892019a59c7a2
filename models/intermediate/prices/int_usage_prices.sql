{{ config(materialized='table') }}
{#-
    The one price of a key and meter in every cell of time and context size: the closest candidate that covers the cell.
    So a contract that starts in mid-month, or a surcharge that is withdrawn, changes the price from that instant on and
    nothing else. All prices of a cell are in one currency, which is that of the closest of them: beside a contract in
    yen the list in dollars does not count, and what only the list prices is unpriced. Long because each step lists
    every column.
-#}
with candidates as (
    select * from {{ ref('int_usage_price_candidates') }}
),

cells as (
    select * from {{ ref('int_usage_price_cells') }}
),

covering_candidates as (
    select
        candidates.price_key,
        candidates.meter,
        candidates.price_id,
        candidates.is_contracted,
        candidates.single_unit_price,
        candidates.unit_price,
        candidates.price_divisor,
        candidates.currency,
        cells.valid_from,
        cells.valid_until,
        cells.context_from_tokens,
        cells.context_until_tokens,
        candidates.distance,
        first_value(candidates.currency) over (
            partition by candidates.price_key, cells.valid_from, cells.context_from_tokens
            order by candidates.distance, candidates.price_id
        ) as cell_currency
    from candidates
    inner join cells
        on
            candidates.price_key = cells.price_key
            and {{ is_effective_at('cells.valid_from', 'candidates.valid_from', 'candidates.valid_until') }}
            and {{ is_effective_at(
                'cells.context_from_tokens', 'candidates.context_from_tokens', 'candidates.context_until_tokens'
            ) }}
),

ranked_candidates as (
    select
        *,
        row_number() over (
            partition by price_key, meter, valid_from, context_from_tokens
            order by distance, price_id
        ) as closeness_rank
    from covering_candidates
    where currency = cell_currency
),

closest_candidates as (
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
    from ranked_candidates
    where closeness_rank = 1
)

select * from closest_candidates
