-- Guards the homes of usage reports: every landed result is read, once for each meter, and each of its rows is refused
-- with a reason, replaced by a newer delivery, or counts once. A result that no delivery covers would be missing on the
-- provider's side of a comparison, unseen.
with reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where {{ is_known('delivered_at') }}
),

periods as (
    select * from {{ ref('int_report_periods_covered') }}
),

landed_results as (
    select
        delivery_id,
        {{ json_array_size('record', 'results') }} as results
    from {{ ref('base_openai__report_buckets') }}

    union all

    select
        delivery_id,
        {{ json_array_size('record', 'results') }} as results
    from {{ ref('base_anthropic__report_buckets') }}

    union all

    select
        delivery_id,
        case when is_empty then 0 else 1 end as results
    from {{ ref('base_openai__report_rows') }}
),

ledger_results as (
    select
        landed_results.delivery_id,
        sum(landed_results.results) as results
    from landed_results
    where {{ is_known_delivery('landed_results.delivery_id') }}
    group by landed_results.delivery_id
),

read_results as (
    select
        delivery_id,
        count(distinct result_key) as results
    from (
        select
            delivery_id,
            cast(record_number as {{ dbt.type_string() }})
            || ':' || cast(result_number as {{ dbt.type_string() }}) as result_key
        from reports
    ) as keyed
    group by delivery_id
),

unread_deliveries as (
    select
        ledger_results.delivery_id,
        'results that are not read' as problem
    from ledger_results
    left join read_results
        on ledger_results.delivery_id = read_results.delivery_id
    where coalesce(read_results.results, 0) != ledger_results.results
),

current_rows as (
    select
        report_row_id,
        count(*) as times_current
    from {{ ref('int_provider_usage_current') }}
    group by report_row_id
),

homes_by_row as (
    select
        reports.delivery_id,
        reports.report_row_id,
        case when reports.rejection_reason is not null then 1 else 0 end as times_refused,
        case when periods.is_current then 0 when periods.delivery_id is not null then 1 else 0 end as times_replaced,
        coalesce(current_rows.times_current, 0) as times_current
    from reports
    left join current_rows
        on reports.report_row_id = current_rows.report_row_id
    left join periods
        on
            reports.delivery_id = periods.delivery_id
            and reports.report_kind = periods.report_kind
            and reports.covered_from = periods.covered_from
            and reports.covered_until = periods.covered_until
            and reports.rejection_reason is null
),

rows_without_one_home as (
    select
        delivery_id,
        'rows without one home' as problem
    from homes_by_row
    group by delivery_id, report_row_id
    having sum(times_refused) + sum(times_replaced) + sum(times_current) != 1
)

select * from unread_deliveries
union all
select * from rows_without_one_home
