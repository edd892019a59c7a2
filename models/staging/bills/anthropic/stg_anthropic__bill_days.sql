{#- The days that a delivery of cost pages covers, empty days too: a day fetched again replaces its earlier charges. -#}
{%- set bucket = anthropic_bill_fields().bucket -%}

with landed_buckets as (
    {{ landed_records('anthropic_cost', ledger_columns=['billing_account_id']) | indent(4) }}
),

fields_by_bucket as (
    {{ computed_once('landed_buckets', {'bucket': json_fields('record', bucket)}) | indent(4) }}
),

buckets_with_date as (
    select
        delivery_id,
        loaded_at,
        coalesce(billing_account_id, 'default') as billing_account_id,
        cast({{ utc_timestamp(json_field('bucket', bucket, 'starting_at')) }} as date) as usage_date
    from fields_by_bucket
),

bill_days as (
    select distinct
        'anthropic' as platform,
        delivery_id,
        billing_account_id,
        '' as sub_account_id,
        usage_date as covered_from,
        cast({{ dbt.dateadd('day', 1, 'usage_date') }} as date) as covered_until,
        loaded_at
    from buckets_with_date
)

select * from bill_days
