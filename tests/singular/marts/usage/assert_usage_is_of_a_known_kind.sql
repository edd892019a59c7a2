{{ config(severity='warn') }}
-- Names usage that was refused because its kind is unknown: a platform without staging models, an unknown modality, an
-- event that reports no usage. Each row is a sentence. For every reason, `build` prints one line with the counts, and
-- `report` prints a table.
with rejected as (
    select * from {{ ref('fct_rejected_events') }}
    where
        source in ({{ text_list(usage_sources()) }})
        and reason in ('unsupported_platform', 'unknown_modality', 'missing_usage', 'incomplete_usage')
),

counted as (
    select
        source,
        reason,
        detail,
        count(*) as records,
        min(delivery) as example_delivery,
        min(record_number) as example_record_number
    from rejected
    group by source, reason, detail
),

sentences as (
    select
        records,
        cast(records as {{ dbt.type_string() }}) || ' of ' || source || ', ' || reason || ': '
        || coalesce(detail, 'no detail') || '; such as record '
        || coalesce(cast(example_record_number as {{ dbt.type_string() }}), 'unknown') || ' of delivery '
        || example_delivery as finding
    from counted
)

select finding from sentences
order by records desc, finding asc
