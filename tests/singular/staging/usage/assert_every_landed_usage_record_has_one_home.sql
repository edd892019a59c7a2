-- Guards the first promise: every landed record is read once, and every key that is not rejected is published once. So
-- a record is accepted, a duplicate, superseded or rejected, and nothing else. A staging model that skips a record, a
-- NULL key, or an alias that matches twice would otherwise lose or double money without any error.
with landed_deliveries as (
    select
        delivery_id,
        records
    from {{ source('raw', 'deliveries') }}
    where source in ({{ text_list(usage_sources()) }}) and {{ is_known('delivered_at') }}
),

read_deliveries as (
    select * from {{ ref('int_usage_deliveries_summed') }}
    where {{ is_known_delivery('delivery_id') }}
),

verdicts as (
    select * from {{ ref('int_usage_records_ranked') }}
),

-- A test beside them compares these with the events of the event marts.
user_days as (
    select * from {{ ref('int_user_days_summed') }}
),

homes as (
    select
        delivery_id,
        records as landed,
        0 as housed
    from landed_deliveries

    union all

    select
        delivery_id,
        0 as landed,
        records as housed
    from read_deliveries

    union all

    select
        '(keys not published once)' as delivery_id,
        events as landed,
        0 as housed
    from read_deliveries
    where not is_rejected

    union all

    select
        '(keys not published once)' as delivery_id,
        0 as landed,
        count(*) as housed
    from verdicts
    where record_status != 'accepted'

    union all

    select
        '(keys not published once)' as delivery_id,
        0 as landed,
        sum(events) as housed
    from user_days
),

records_by_delivery as (
    select
        delivery_id,
        sum(landed) as landed,
        sum(housed) as housed
    from homes
    group by delivery_id
)

select * from records_by_delivery
where landed != housed
