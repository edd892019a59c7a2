{#-
    Rows of exports of the usage dashboard. The name of the file tells the kind of usage, as the dashboard gives it; a
    row that has nothing but its times is of a day without usage. An export speaks for whole days.
-#}
{%- set times = {'start_time': ['start_time'], 'end_time': ['end_time'], 'result_object': ['result_object']} -%}
{%- set time_fields = '"(start_time|end_time|start_time_iso|end_time_iso|result_object)":"[^"]*"' -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        coalesce(deliveries.billing_account_id, 'default') as billing_account_id,
        deliveries.delivery_set,
        deliveries.delivered_at
    from {{ source('raw', 'openai_usage_csv') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'times': json_fields('record', times)}) | indent(4) }}
),

timed as (
    select
        *,
        {{ whole_number(json_field('times', times, 'start_time')) }} as start_time,
        {{ whole_number(json_field('times', times, 'end_time')) }} as end_time,
        {{ json_field('times', times, 'result_object') }} as result_object
    from parsed
),

dated as (
    select
        *,
        {{ epoch_to_timestamp('start_time') }} as period_start,
        {{ epoch_to_timestamp('end_time') }} as period_end
    from timed
),

renamed as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        delivery_set,
        delivered_at,
        coalesce({{ openai_report_kind('result_object') }}, 'completions') as report_kind,
        period_start,
        period_end,
        end_time - start_time as period_seconds,
        cast(cast(period_start as date) as timestamp) as covered_from,
        cast({{ dbt.dateadd('day', 1, 'cast(period_start as date)') }} as timestamp) as covered_until,
        not {{ regexp_matches(regexp_replace_all('record', time_fields, ''), ':"[^"]') }} as is_empty
    from dated
)

select * from renamed
