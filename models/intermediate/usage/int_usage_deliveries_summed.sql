{{ config(materialized='incremental') }}
{#-
    The contents of each delivery of usage: how many records, of which days and under which names. Models that need the
    days of a delivery, or the names that need a price, read this small table and not the records.
-#}
{%- set named = ['usage_date', 'rate_key'] + rate_key_columns() -%}
with records as (
    select * from {{ ref('int_usage_events_unioned') }}
    where {{ is_newly_loaded('loaded_at') }}
),

-- A refused record has no day and no name.
named_records as (
    select
        delivery_id,
        is_part,
        {% for column in named -%}
        case when rejection_reason is null then {{ column }} end as {{ column }},
        {% endfor -%}
        rejection_reason is not null as is_rejected,
        loaded_at,
        loaded_date
    from records
),

summed_deliveries as (
    select
        delivery_id,
        {{ named | join(',\n        ') }},
        is_rejected,
        loaded_at,
        loaded_date,
        count(case when not is_part then 1 end) as records,
        count(*) as events
    from named_records
    group by delivery_id, {{ named | join(', ') }}, is_rejected, loaded_at, loaded_date
)

select * from summed_deliveries
