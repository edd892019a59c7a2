{#-
    One record per idempotency key: the best snapshot, dated by the earliest one. Keys that occur once are nearly all,
    and have a branch of their own, so that a filter on the date reaches their records. Each branch reads the records by
    itself, because engines would write a CTE of two readers out whole, with all of history.
-#}
{%- set columns = [
    'usage_event_id', 'platform', 'billing_account_id', 'user_id', 'account_id', 'project_id', 'api_key_id',
    'session_id', 'request_id', 'raw_model', 'response_status', 'rate_key', 'region', 'observed_by', 'reported_cost',
    'reported_currency', 'context_tokens', 'total_tokens', 'reasoning_tokens', 'loaded_at', 'delivery_id',
    'record_number', 'is_part'
] + usage_meters() | list -%}
with records as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null and {{ is_known_delivery('delivery_id') }}
),

repeated_records as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null and {{ is_known_delivery('delivery_id') }}
),

ranked_records as (
    select * from {{ ref('int_usage_records_ranked') }}
),

accepted_records as (
    select * from ranked_records
    where record_status = 'accepted'
),

events as (
    select
        {% for column in columns -%}
        records.{{ column }},
        {% endfor -%}
        records.occurred_at,
        records.usage_date
    from records
    left join ranked_records
        on
            records.delivery_id = ranked_records.delivery_id
            and records.record_number = ranked_records.record_number
            and records.usage_event_id = ranked_records.usage_event_id
    where ranked_records.delivery_id is null

    union all

    select
        {% for column in columns -%}
        repeated_records.{{ column }},
        {% endfor -%}
        accepted_records.first_occurred_at as occurred_at,
        accepted_records.first_usage_date as usage_date
    from accepted_records
    inner join repeated_records
        on
            accepted_records.delivery_id = repeated_records.delivery_id
            and accepted_records.record_number = repeated_records.record_number
            and accepted_records.usage_event_id = repeated_records.usage_event_id
            and accepted_records.loaded_at = repeated_records.loaded_at
)

select * from events
