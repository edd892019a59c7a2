{{ config(materialized='incremental') }}
{#-
    The records of every idempotency key that occurs more than once; most keys occur once and never come here. Keys are
    looked up by one narrow number, so that finding the few that a new delivery repeats reads eight bytes a record of the
    history. A batch that repeats nothing leaves a row without a key, so that it is not looked at again.
-#}
{%- set shown = [
    'source', 'delivery_id', 'record_number', 'usage_event_id', 'rate_key', 'is_final_snapshot', 'total_tokens', 'occurred_at',
    'usage_date', 'loaded_at'
] -%}
{%- set found_until = last_kept_value('found_at', 'found_date', ref('int_usage_events_unioned'))
    if is_incremental() else none -%}
with records as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is null
),

landed as (
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
    select distinct key_hash from records
    where {{ is_after('loaded_at', found_until) }}
),

repeated_keys as (
    select records.key_hash
    from records
    inner join new_keys
        on records.key_hash = new_keys.key_hash
    group by records.key_hash
    having count(*) > 1
),

found as (
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
    from records
    group by key_hash
    having count(*) > 1
),
{%- endif %}

contested as (
    select
        {% for column in shown -%}
        records.{{ column }},
        {% endfor -%}
        coalesce(landed.record_hash, md5(landed.record)) as record_hash
    from repeated_keys
    inner join records
        on repeated_keys.key_hash = records.key_hash
    inner join landed
        on
            records.delivery_id = landed.delivery_id
            and records.record_number = landed.record_number
            and records.loaded_at = landed.loaded_at
    {%- if is_incremental() %}
    left join found
        on
            records.delivery_id = found.delivery_id
            and records.record_number = found.record_number
            and records.usage_event_id = found.usage_event_id
    where found.delivery_id is null
    {%- endif %}
),

marked as (
    select
        {% for column in shown + ['record_hash'] -%}
        contested.{{ column }},
        {% endfor -%}
        batch.found_at,
        cast(batch.found_at as date) as found_date
    from batch
    left join contested
        on true
)

select * from marked
