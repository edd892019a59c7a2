-- Guards the homes of usage reports: every result that landed is read, once for each meter, and what is read of it is
-- refused with a reason, replaced by a newer delivery, or stands once. A result that no delivery speaks for would be
-- missing on the provider's side of a comparison, and nobody would know.
with reports as (
    select * from {{ ref('int_provider_usage_unioned') }}
    where {{ is_known('delivered_at') }}
),

periods as (
    select * from {{ ref('int_report_periods_covered') }}
),

landed as (
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

known as (
    select
        landed.delivery_id,
        sum(landed.results) as results
    from landed
    where {{ is_known_delivery('landed.delivery_id') }}
    group by landed.delivery_id
),

results as (
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

unread as (
    select
        known.delivery_id,
        'results that are not read' as problem
    from known
    left join results
        on known.delivery_id = results.delivery_id
    where coalesce(results.results, 0) != known.results
),

standing as (
    select
        report_row_id,
        count(*) as times
    from {{ ref('int_provider_usage_current') }}
    group by report_row_id
),

housed as (
    select
        reports.delivery_id,
        reports.report_row_id,
        case when reports.rejection_reason is not null then 1 else 0 end as times_refused,
        case when periods.is_standing then 0 when periods.delivery_id is not null then 1 else 0 end as times_replaced,
        coalesce(standing.times, 0) as times_standing
    from reports
    left join standing
        on reports.report_row_id = standing.report_row_id
    left join periods
        on
            reports.delivery_id = periods.delivery_id
            and reports.report_kind = periods.report_kind
            and reports.covered_from = periods.covered_from
            and reports.covered_until = periods.covered_until
            and reports.rejection_reason is null
),

homeless as (
    select
        delivery_id,
        'rows without one home' as problem
    from housed
    group by delivery_id, report_row_id
    having sum(times_refused) + sum(times_replaced) + sum(times_standing) != 1
)

select * from unread
union all
select * from homeless
