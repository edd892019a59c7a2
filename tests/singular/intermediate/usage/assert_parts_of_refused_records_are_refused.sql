-- A record is refused as a whole. A part that counts while its answer waits in quarantine would count twice once the
-- record lands again, corrected.
with records as (
    select * from {{ ref('int_usage_events_unioned') }}
),

counted_parts as (
    select
        parts.usage_event_id,
        answers.rejection_reason
    from records as answers
    inner join records as parts
        on
            answers.delivery_id = parts.delivery_id
            and answers.record_number = parts.record_number
            and answers.loaded_at = parts.loaded_at
    where
        not answers.is_part
        and answers.rejection_reason is not null
        and parts.is_part
        and parts.rejection_reason is null
)

select * from counted_parts
