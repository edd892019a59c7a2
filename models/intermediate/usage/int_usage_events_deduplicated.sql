{#- One record per idempotency key: the best snapshot, dated by the first one. -#}
with events as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null
),

contested as (
    select * from {{ ref('int_usage_events_contested') }}
),

deduplicated as (
    select
        events.usage_event_id,
        {% for column in usage_envelope_columns() | reject('in', ['event_key', 'occurred_at']) -%}
        events.{{ column }},
        {% endfor -%}
        coalesce(contested.first_occurred_at, events.occurred_at) as occurred_at,
        events.context_tokens,
        events.total_tokens,
        events.reasoning_tokens
        {%- for meter in usage_meters() %},
        events.{{ meter }}
        {%- endfor %}
    from events
    left join contested
        on
            events.delivery_id = contested.delivery_id
            and events.record_number = contested.record_number
    where contested.record_status is null or contested.record_status = 'accepted'
)

select * from deduplicated
