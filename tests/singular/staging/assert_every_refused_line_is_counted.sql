-- Guards the count of refused lines: the ledger, the refused lines and the mart that shows them agree, delivery by
-- delivery. A refused line that nobody can see is usage that nobody will land again.
with ledger as (
    select * from {{ source('raw', 'deliveries') }}
),

refused_lines as (
    select * from {{ source('raw', 'rejected_records') }}
),

published_lines as (
    select * from {{ ref('fct_rejected_events') }}
),

refused_events as (
    select * from {{ ref('int_usage_events_unioned') }}
    where rejection_reason is not null and {{ is_known_delivery('delivery_id') }}
),

refused_charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
    where rejection_reason is not null
),

refused_reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where rejection_reason is not null and {{ is_known('delivered_at') }}
),

lines_by_place as (
    select
        delivery_id,
        rejected as ledger_lines,
        0 as refused_lines,
        0 as published_lines
    from ledger

    union all

    select
        delivery_id,
        0 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from refused_lines

    union all

    -- The mart shows the records that staging refuses too.
    select
        delivery_id,
        1 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from refused_events

    union all

    select
        delivery_id,
        1 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from refused_charges

    union all

    select
        delivery_id,
        1 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from refused_reports

    union all

    select
        delivery as delivery_id,
        0 as ledger_lines,
        0 as refused_lines,
        1 as published_lines
    from published_lines
),

lines_by_delivery as (
    select
        delivery_id,
        sum(ledger_lines) as ledger_lines,
        sum(refused_lines) as refused_lines,
        sum(published_lines) as published_lines
    from lines_by_place
    group by delivery_id
)

select * from lines_by_delivery
where ledger_lines != refused_lines or refused_lines != published_lines
