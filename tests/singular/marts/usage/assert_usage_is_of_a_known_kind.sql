{{ config(severity='warn') }}
-- Names records of usage that were refused because nobody knows how to read them: a platform without staging models, a
-- modality that is not known, an event that reports no usage. They stay refused until somebody looks.
with rejected as (
    select * from {{ ref('fct_rejected_events') }}
    where
        source in ({{ text_list(usage_sources()) }})
        and reason in ('unsupported_platform', 'unknown_modality', 'missing_usage', 'incomplete_usage')
),

named as (
    select
        source,
        reason,
        detail,
        count(*) as records,
        min(delivery) as example_delivery,
        min(record_number) as example_record_number
    from rejected
    group by source, reason, detail
)

select * from named
order by records desc, source asc, reason asc, detail asc
