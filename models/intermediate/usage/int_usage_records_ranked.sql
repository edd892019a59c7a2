{{ config(materialized='table') }}
{#-
    Usage records that share an idempotency key, and which of them counts. A final snapshot wins over an open one. The
    provider's own record wins over that of a gateway, because its parts are separate events and a gateway has them in
    one. Next, the larger total wins, then the hash of the record, so that the order of delivery never changes the
    winner. The earliest record dates the event. A part counts only if the answer of its own record does, and has its
    date: another record of the same answer may have the same quantity in another place. An independent event
    counts by its own key. Long because the ranking is used twice, for the winner and for its hash.
-#}
{%- set best_first -%}
    case when is_final_snapshot then 0 else 1 end asc,
                case when source = 'usage' then 0 else 1 end asc,
                total_tokens desc,
                record_hash asc,
                delivery_id asc,
                record_number asc
{%- endset -%}
{%- set of_answer = ['first_occurred_at', 'snapshot_rank', 'winning_hash'] -%}
with records as (
    select * from {{ ref('int_usage_records_repeated') }}
    where usage_event_id is not null and {{ is_known_delivery('delivery_id') }}
),

ranked_records as (
    select
        delivery_id,
        record_number,
        is_part,
        follows_answer,
        usage_event_id,
        rate_key,
        usage_date,
        loaded_at,
        record_hash,
        min(occurred_at) over (partition by usage_event_id) as first_occurred_at,
        row_number() over (
            partition by usage_event_id
            order by
                {{ best_first }}
        ) as snapshot_rank,
        first_value(record_hash) over (
            partition by usage_event_id
            order by
                {{ best_first }}
        ) as winning_hash
    from records
),

-- The answer of a part is the event of its record that is not a part. It is not here if it occurs once.
records_and_answers as (
    select
        *,
        {% for column in of_answer -%}
        min(case when not is_part then {{ column }} end) over (partition by delivery_id, record_number)
            as answer_{{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from ranked_records
),

records_by_answer as (
    select
        delivery_id,
        record_number,
        usage_event_id,
        rate_key,
        usage_date,
        loaded_at,
        record_hash,
        {% for column in of_answer -%}
        case when follows_answer then coalesce(answer_{{ column }}, {{ column }}) else {{ column }} end
            as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from records_and_answers
),

records_with_status as (
    select
        delivery_id,
        record_number,
        usage_event_id,
        rate_key,
        usage_date,
        loaded_at,
        first_occurred_at,
        cast(first_occurred_at as date) as first_usage_date,
        case
            when snapshot_rank = 1 then 'accepted'
            when record_hash = winning_hash then 'duplicate'
            else 'superseded'
        end as record_status
    from records_by_answer
)

select * from records_with_status
