{#- The buckets of landed pages of Anthropic's usage report of the Messages API, each with its period. -#}
{%- set period = anthropic_report_fields().period -%}

with landed_buckets as (
    {{ landed_records(
        'anthropic_usage', ledger_columns=['billing_account_id as landed_account', 'delivery_set', 'delivered_at']
    ) | indent(4) }}
),

fields_by_bucket as (
    {{ computed_once('landed_buckets', {'fields': json_fields('record', period)}) | indent(4) }}
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
        {{ utc_timestamp(json_field('fields', period, 'starting_at')) }} as period_start,
        {{ utc_timestamp(json_field('fields', period, 'ending_at')) }} as period_end
    from fields_by_bucket
)

select * from buckets
