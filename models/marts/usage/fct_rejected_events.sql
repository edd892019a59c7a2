with refused_lines as (
    select * from {{ source('raw', 'rejected_records') }}
),

usage_events as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is not null
),

usage_records as (
    select * from {{ source('raw', 'usage') }}
),

charges as (
    select * from {{ ref('int_billed_charges_unioned') }}
    where rejection_reason is not null
),

rejected as (
    select
        source,
        delivery_id as delivery,
        record_number,
        reason,
        detail,
        record
    from refused_lines

    union all

    select
        'usage' as source,
        usage_events.delivery_id as delivery,
        usage_events.record_number,
        usage_events.rejection_reason as reason,
        usage_events.rejection_detail as detail,
        usage_records.record
    from usage_events
    inner join usage_records
        on
            usage_events.delivery_id = usage_records.delivery_id
            and usage_events.record_number = usage_records.record_number

    union all

    select
        source,
        delivery_id as delivery,
        record_number,
        rejection_reason as reason,
        rejection_detail as detail,
        record
    from charges
)

select * from rejected
