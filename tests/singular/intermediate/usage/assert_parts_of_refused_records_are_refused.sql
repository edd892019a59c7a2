-- A record is refused as a whole. A part that counts while its answer waits in quarantine would count twice once the
-- record lands again, corrected.
with refused_answers as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is not null and not is_part
),

parts as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null and is_part
),

counted_parts as (
    select
        parts.usage_event_id,
        refused_answers.rejection_reason
    from refused_answers
    inner join parts
        on
            refused_answers.delivery_id = parts.delivery_id
            and refused_answers.record_number = parts.record_number
            and refused_answers.loaded_at = parts.loaded_at
)

select * from counted_parts
