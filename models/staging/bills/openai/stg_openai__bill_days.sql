{#-
    The days that a delivery of cost pages covers, empty days too: a day fetched again replaces its earlier charges. An
    export of daily costs leaves out days without cost, so it covers all days from its first to its last.
-#}
{%- set bucket = openai_bill_fields().bucket -%}

with daily_costs as (
    select * from {{ ref('base_openai__daily_costs') }}
),

landed_costs as (
    {{ landed_records('openai_costs', ledger_columns=['billing_account_id']) | indent(4) }}
),

landed_buckets as (
    select * from landed_costs
    where record like '%"results":%'
),

fields_by_bucket as (
    {{ computed_once('landed_buckets', {'bucket': json_fields('record', bucket)}) | indent(4) }}
),

buckets_with_date as (
    select
        delivery_id,
        loaded_at,
        coalesce(billing_account_id, 'default') as billing_account_id,
        cast({{ epoch_to_timestamp(whole_number(json_field('bucket', bucket, 'start_time'))) }} as date) as usage_date
    from fields_by_bucket
),

bill_days as (
    select distinct
        'openai' as platform,
        delivery_id,
        billing_account_id,
        '' as sub_account_id,
        usage_date as covered_from,
        cast({{ dbt.dateadd('day', 1, 'usage_date') }} as date) as covered_until,
        loaded_at
    from buckets_with_date

    union all

    select
        'openai' as platform,
        delivery_id,
        billing_account_id,
        '' as sub_account_id,
        min(usage_date) as covered_from,
        cast({{ dbt.dateadd('day', 1, 'max(usage_date)') }} as date) as covered_until,
        loaded_at
    from daily_costs
    where usage_date is not null
    group by delivery_id, billing_account_id, loaded_at
)

select * from bill_days
