{#-
    Usage records that share an idempotency key, ranked: a final snapshot before an open one, then the larger total, then
    the hash of the record, so that no order of delivery changes the winner. Most keys occur once and never come here.
-#}
with events as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null
),

records as (
    select * from {{ source('raw', 'usage') }}
),

contested_keys as (
    select
        usage_event_id,
        min(occurred_at) as first_occurred_at
    from events
    group by usage_event_id
    having count(*) > 1
),

hashed as (
    select
        events.usage_event_id,
        events.delivery_id,
        events.record_number,
        events.is_final_snapshot,
        events.total_tokens,
        contested_keys.first_occurred_at,
        md5(records.record) as record_hash
    from contested_keys
    inner join events
        on contested_keys.usage_event_id = events.usage_event_id
    inner join records
        on
            events.delivery_id = records.delivery_id
            and events.record_number = records.record_number
),

ranked as (
    select
        usage_event_id,
        delivery_id,
        record_number,
        first_occurred_at,
        record_hash,
        row_number() over (
            partition by usage_event_id
            order by
                case when is_final_snapshot then 0 else 1 end asc,
                total_tokens desc,
                record_hash asc,
                delivery_id asc,
                record_number asc
        ) as snapshot_rank,
        first_value(record_hash) over (
            partition by usage_event_id
            order by
                case when is_final_snapshot then 0 else 1 end asc,
                total_tokens desc,
                record_hash asc,
                delivery_id asc,
                record_number asc
        ) as winning_hash
    from hashed
),

judged as (
    select
        usage_event_id,
        delivery_id,
        record_number,
        first_occurred_at,
        case
            when snapshot_rank = 1 then 'accepted'
            when record_hash = winning_hash then 'duplicate'
            else 'superseded'
        end as record_status
    from ranked
)

select * from judged
