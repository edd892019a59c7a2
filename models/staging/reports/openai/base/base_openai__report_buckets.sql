{#-
    The buckets of landed pages of OpenAI's usage API, each with its period. The loader states the kind of an empty
    bucket, from its page or from the endpoint that the path names.
-#}
{%- set period = openai_report_fields().period -%}

with landed_buckets as (
    {{ landed_records(
        'openai_usage', ledger_columns=['billing_account_id as landed_account', 'delivery_set', 'delivered_at']
    ) | indent(4) }}
),

fields_by_bucket as (
    {{ computed_once('landed_buckets', {'fields': json_fields('record', period)}) | indent(4) }}
),

buckets_with_times as (
    select
        *,
        {{ json_field('fields', period, 'result_object') }} as result_object,
        {{ whole_number(json_field('fields', period, 'start_time')) }} as start_time,
        {{ whole_number(json_field('fields', period, 'end_time')) }} as end_time
    from fields_by_bucket
),

buckets as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        coalesce(landed_account, 'default') as billing_account_id,
        delivery_set,
        delivered_at,
        {{ openai_report_kind('result_object') }} as stated_kind,
        {{ epoch_to_timestamp('start_time') }} as period_start,
        {{ epoch_to_timestamp('end_time') }} as period_end,
        end_time - start_time as period_seconds
    from buckets_with_times
)

select * from buckets
