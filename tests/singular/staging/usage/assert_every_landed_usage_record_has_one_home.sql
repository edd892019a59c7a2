-- Guards the first promise: every record that landed is accepted, a duplicate, superseded or rejected, and only one of
-- these. A staging model that skips a record, a key that is NULL, or an alias that matches twice would otherwise lose
-- or double money without any error.
with landed as (
    select
        delivery_id,
        records
    from {{ source('raw', 'deliveries') }}
    where source = 'usage' and {{ is_known('delivered_at') }}
),

rejected as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is not null
),

accepted as (
    select * from {{ ref('int_usage_events_deduplicated') }}
),

contested as (
    select * from {{ ref('int_usage_events_contested') }}
),

published as (
    select * from {{ ref('fct_usage_events') }}
),

homes as (
    select
        delivery_id,
        records as landed_records,
        0 as housed_records
    from landed

    union all

    select
        delivery_id,
        0 as landed_records,
        count(*) as housed_records
    from rejected
    group by delivery_id

    union all

    select
        delivery_id,
        0 as landed_records,
        count(*) as housed_records
    from accepted
    group by delivery_id

    union all

    select
        delivery_id,
        0 as landed_records,
        count(*) as housed_records
    from contested
    where record_status in ('duplicate', 'superseded')
    group by delivery_id

    union all

    -- An accepted event that costing drops or repeats.
    select
        '(accepted, but not published once)' as delivery_id,
        count(*) as landed_records,
        0 as housed_records
    from accepted

    union all

    select
        '(accepted, but not published once)' as delivery_id,
        0 as landed_records,
        count(*) as housed_records
    from published
),

compared as (
    select
        delivery_id,
        sum(landed_records) as landed_records,
        sum(housed_records) as housed_records
    from homes
    group by delivery_id
)

select * from compared
where landed_records != housed_records
