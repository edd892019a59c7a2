{#-
    Rows of exports of OpenAI's usage dashboard, each with its period. The file's name states the kind of usage, as the
    dashboard writes it. A row that has nothing but its times is of a day without usage. An export covers whole days.
-#}
{%- set period = openai_report_fields().period -%}
{%- set time_fields = '"(start_time|end_time|start_time_iso|end_time_iso|result_object)":"[^"]*"' -%}

with landed_rows as (
    {{ landed_records(
        'openai_usage_csv', ledger_columns=['billing_account_id as landed_account', 'delivery_set', 'delivered_at']
    ) | indent(4) }}
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', period)}) | indent(4) }}
),

rows_with_times as (
    select
        *,
        {{ whole_number(json_field('fields', period, 'start_time')) }} as start_time,
        {{ whole_number(json_field('fields', period, 'end_time')) }} as end_time,
        {{ json_field('fields', period, 'result_object') }} as result_object
    from fields_by_row
),

rows_with_period as (
    select
        *,
        {{ epoch_to_timestamp('start_time') }} as period_start,
        {{ epoch_to_timestamp('end_time') }} as period_end
    from rows_with_times
),

report_rows as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        coalesce(landed_account, 'default') as billing_account_id,
        delivery_set,
        delivered_at,
        coalesce({{ openai_report_kind('result_object') }}, 'completions') as report_kind,
        period_start,
        period_end,
        end_time - start_time as period_seconds,
        cast(cast(period_start as date) as timestamp) as covered_from,
        cast({{ dbt.dateadd('day', 1, 'cast(period_start as date)') }} as timestamp) as covered_until,
        not {{ regexp_matches(regexp_replace_all('record', time_fields, ''), ':"[^"]') }} as is_empty
    from rows_with_period
)

select * from report_rows
