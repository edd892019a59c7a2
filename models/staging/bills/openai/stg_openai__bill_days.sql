{#-
    The days that a delivery of cost pages covers, empty ones included: a day fetched again replaces what it said. An export
    of daily costs leaves out the days that cost nothing, so that it covers all from its first to its last.
-#}
{%- set bucket = {'start_time': ['start_time']} -%}

with daily_costs as (
    select * from {{ ref('base_openai__daily_costs') }}
),

source as (
    select
        records.delivery_id,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'openai_costs') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
    where records.record like '%"results":%'
),

parsed as (
    {{ computed_once('source', {'bucket': json_fields('record', bucket)}) | indent(4) }}
),

dated as (
    select
        delivery_id,
        loaded_at,
        coalesce(billing_account_id, 'default') as billing_account_id,
        cast({{ epoch_to_timestamp(whole_number(json_field('bucket', bucket, 'start_time'))) }} as date) as usage_date
    from parsed
),

renamed as (
    select distinct
        'openai' as platform,
        delivery_id,
        billing_account_id,
        '' as sub_account_id,
        usage_date as covered_from,
        cast({{ dbt.dateadd('day', 1, 'usage_date') }} as date) as covered_until,
        loaded_at
    from dated

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

select * from renamed
