{#-
    The periods that a delivery of OpenAI's usage reports covers, for each kind of usage, empty periods too: a period
    fetched again replaces its earlier results.
-#}
{%- set delivery = ['delivery_id', 'delivery_set', 'delivered_at', 'billing_account_id'] -%}
{%- set columns = delivery + ['report_kind', 'covered_from', 'covered_until', 'loaded_at'] -%}

with results as (
    select * from {{ ref('base_openai__report_results') }}
),

buckets as (
    select * from {{ ref('base_openai__report_buckets') }}
),

report_rows as (
    select * from {{ ref('base_openai__report_rows') }}
),

periods_by_kind as (
    select
        {{ columns | join(',\n        ') }}
    from results

    union

    select
        {{ delivery | join(',\n        ') }},
        stated_kind as report_kind,
        period_start as covered_from,
        period_end as covered_until,
        loaded_at
    from buckets
    where {{ json_array_size('record', 'results') }} = 0

    union

    select
        {{ columns | join(',\n        ') }}
    from report_rows
),

report_periods as (
    select
        'openai' as platform,
        {{ columns | join(',\n        ') }}
    from periods_by_kind
    where report_kind is not null and {{ is_report_period('covered_from', 'covered_until') }}
)

select * from report_periods
