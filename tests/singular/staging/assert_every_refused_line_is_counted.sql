-- Guards the count of what was refused at the door: the ledger, the refused lines and the mart that shows them agree,
-- delivery by delivery. A refused line that no one can see is usage that no one will ever land again.
with ledger as (
    select * from {{ source('raw', 'deliveries') }}
),

refused as (
    select * from {{ source('raw', 'rejected_records') }}
),

published as (
    select * from {{ ref('fct_rejected_events') }}
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

counted as (
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
    from refused

    union all

    -- What staging refuses is published beside it.
    select
        delivery_id,
        1 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from usage_events

    union all

    select
        delivery_id,
        1 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from charges

    union all

    select
        delivery_id,
        1 as ledger_lines,
        1 as refused_lines,
        0 as published_lines
    from reports

    union all

    select
        delivery as delivery_id,
        0 as ledger_lines,
        0 as refused_lines,
        1 as published_lines
    from published
),

compared as (
    select
        delivery_id,
        sum(ledger_lines) as ledger_lines,
        sum(refused_lines) as refused_lines,
        sum(published_lines) as published_lines
    from counted
    group by delivery_id
)

select * from compared
where ledger_lines != refused_lines or refused_lines != published_lines
