{{ config(materialized='incremental') }}
{#-
    The records of every idempotency key that occurs more than once. Most keys occur once and never come here. Keys are
    looked up by one narrow number: a search for the few keys that a new delivery repeats reads eight bytes per record
    of the history. A batch without repetitions leaves a row without a key, so that it is not searched again. The parts
    of a repeated record come too, because they count only if the record does. Each step reads the records by itself,
    because engines would write a CTE of many readers out whole. Long because the first build searches all keys and
    later builds only new ones.
-#}
{%- set shown = [
    'source', 'delivery_id', 'record_number', 'is_part', 'follows_answer', 'usage_event_id', 'rate_key',
    'is_final_snapshot', 'total_tokens', 'occurred_at', 'usage_date', 'loaded_at'
] -%}
{%- set found_until = last_kept_value('found_at', 'found_date', ref('int_usage_events_unioned'))
    if is_incremental() else none -%}
with landed_records as (
    {% for source_name in usage_sources() -%}
    select
        delivery_id,
        record_number,
        loaded_at,
        record,
        record_hash
    from {{ source('raw', source_name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

batch as (
    select max(loaded_at) as found_at
    from {{ ref('int_usage_events_unioned') }}
    where {{ is_after('loaded_at', found_until) }}
    having max(loaded_at) is not null
),

{% if is_incremental() -%}
new_keys as (
    select distinct key_hash from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null and {{ is_after('loaded_at', found_until) }}
),

repeated_keys as (
    select records.key_hash
    from {{ ref('int_usage_events_unioned') }} as records
    inner join new_keys
        on records.key_hash = new_keys.key_hash
    where records.rejection_reason is null
    group by records.key_hash
    having count(*) > 1
),

known_repetitions as (
    select
        delivery_id,
        record_number,
        usage_event_id
    from {{ this }}
    where usage_event_id is not null and not ({{ is_after('found_at', found_until) }})
),
{%- else -%}
repeated_keys as (
    select key_hash
    from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null
    group by key_hash
    having count(*) > 1
),
{%- endif %}

records_of_repeated_keys as (
    select
        {% for column in shown -%}
        records.{{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from repeated_keys
    inner join {{ ref('int_usage_events_unioned') }} as records
        on repeated_keys.key_hash = records.key_hash
    where records.rejection_reason is null
),

-- A part may have a key that no other record has.
records_and_parts as (
    select * from records_of_repeated_keys

    union distinct

    select
        {% for column in shown -%}
        parts.{{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from records_of_repeated_keys as events
    inner join {{ ref('int_usage_events_unioned') }} as parts
        on
            events.delivery_id = parts.delivery_id
            and events.record_number = parts.record_number
            and events.loaded_at = parts.loaded_at
    where not events.is_part and parts.follows_answer and parts.rejection_reason is null
),

repeated_records as (
    select
        {% for column in shown -%}
        records_and_parts.{{ column }},
        {% endfor -%}
        coalesce(landed_records.record_hash, md5(landed_records.record)) as record_hash
    from records_and_parts
    inner join landed_records
        on
            records_and_parts.delivery_id = landed_records.delivery_id
            and records_and_parts.record_number = landed_records.record_number
            and records_and_parts.loaded_at = landed_records.loaded_at
    {%- if is_incremental() %}
    left join known_repetitions
        on
            records_and_parts.delivery_id = known_repetitions.delivery_id
            and records_and_parts.record_number = known_repetitions.record_number
            and records_and_parts.usage_event_id = known_repetitions.usage_event_id
    where known_repetitions.delivery_id is null
    {%- endif %}
),

records_by_batch as (
    select
        {% for column in shown + ['record_hash'] -%}
        repeated_records.{{ column }},
        {% endfor -%}
        batch.found_at,
        cast(batch.found_at as date) as found_date
    from batch
    left join repeated_records
        on true
)

select * from records_by_batch
