{#-
    The times that a delivery of usage reports covers, for each kind of usage, empty ones included: a time fetched again
    replaces what was said of it.
-#}
with results as (
    select * from {{ ref('base_openai__report_results') }}
),

buckets as (
    select * from {{ ref('base_openai__report_buckets') }}
),

report_rows as (
    select * from {{ ref('base_openai__report_rows') }}
),

covered as (
    select
        delivery_id,
        delivery_set,
        delivered_at,
        billing_account_id,
        report_kind,
        covered_from,
        covered_until,
        loaded_at
    from results

    union

    select
        delivery_id,
        delivery_set,
        delivered_at,
        billing_account_id,
        stated_kind as report_kind,
        period_start as covered_from,
        period_end as covered_until,
        loaded_at
    from buckets
    where {{ json_array_size('record', 'results') }} = 0

    union

    select
        delivery_id,
        delivery_set,
        delivered_at,
        billing_account_id,
        report_kind,
        covered_from,
        covered_until,
        loaded_at
    from report_rows
),

renamed as (
    select
        'openai' as platform,
        delivery_id,
        delivery_set,
        delivered_at,
        billing_account_id,
        report_kind,
        covered_from,
        covered_until,
        loaded_at
    from covered
    where report_kind is not null and {{ is_report_period('covered_from', 'covered_until') }}
)

select * from renamed
