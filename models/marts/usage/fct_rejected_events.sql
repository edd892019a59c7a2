{{ config(materialized='view') }}
{#-
    Every refused record with its reason, and the part of it that may be shown. A line that could not be decoded may
    contain anything, so its text stays in `raw.rejected_records`. For usage only the usage part is shown, see
    `usage_part`. Rows of bills and provider reports hold no prompts and are shown whole. Long because four kinds of
    records are unioned.
-#}
with refused_lines as (
    -- A file that waits or cannot be read is not in the ledger, so it has no day.
    select * from {{ source('raw', 'rejected_records') }}
    where {{ is_known_delivery('delivery_id') }} or reason in ('unreadable_file', 'incomplete_pages')
),

usage_events as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is not null and {{ is_known_delivery('delivery_id') }}
),

charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
    where rejection_reason is not null
),

reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where rejection_reason is not null and {{ is_known('delivered_at') }}
),

rejected_events as (
    select
        source,
        delivery_id as delivery,
        record_number,
        reason,
        detail,
        cast(null as {{ dbt.type_string() }}) as record
    from refused_lines

    union all

    select
        source,
        delivery_id as delivery,
        record_number,
        rejection_reason as reason,
        rejection_detail as detail,
        refused_usage as record
    from usage_events

    union all

    select
        source,
        delivery_id as delivery,
        record_number,
        rejection_reason as reason,
        rejection_detail as detail,
        record
    from charges

    union all

    select
        source,
        delivery_id as delivery,
        record_number,
        rejection_reason as reason,
        rejection_detail as detail,
        rejected_record as record
    from reports
)

select * from rejected_events
