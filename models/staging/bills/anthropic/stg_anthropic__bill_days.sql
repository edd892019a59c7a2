{#- The days that a delivery of cost pages covers, empty ones included: a day fetched again replaces what it said. -#}
{%- set bucket = {'starting_at': ['starting_at']} -%}

with source as (
    select
        records.delivery_id,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'anthropic_cost') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'bucket': json_fields('record', bucket)}) | indent(4) }}
),

dated as (
    select
        delivery_id,
        loaded_at,
        coalesce(billing_account_id, 'default') as billing_account_id,
        cast({{ utc_timestamp(json_field('bucket', bucket, 'starting_at')) }} as date) as usage_date
    from parsed
),

renamed as (
    select distinct
        'anthropic' as platform,
        delivery_id,
        billing_account_id,
        '' as sub_account_id,
        usage_date as covered_from,
        cast({{ dbt.dateadd('day', 1, 'usage_date') }} as date) as covered_until,
        loaded_at
    from dated
)

select * from renamed
