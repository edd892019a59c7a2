{#- The days that a delivery of cost pages covers, empty ones included: a day fetched again replaces what it said. -#}
{%- set bucket = {'start_time': ['start_time']} -%}

with source as (
    select
        records.delivery_id,
        deliveries.billing_account_id,
        {{ json_fields('records.record', bucket) }} as bucket
    from {{ source('raw', 'openai_costs') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
    where {{ is_known('deliveries.delivered_at') }}
    {{ evaluated_once() }}
),

dated as (
    select
        delivery_id,
        coalesce(billing_account_id, 'default') as billing_account_id,
        cast({{ epoch_to_timestamp(whole_number(json_field('bucket', bucket, 'start_time'))) }} as date) as usage_date
    from source
),

renamed as (
    select distinct
        'openai' as platform,
        delivery_id,
        billing_account_id,
        '' as sub_account_id,
        usage_date as covered_from,
        cast({{ dbt.dateadd('day', 1, 'usage_date') }} as date) as covered_until
    from dated
)

select * from renamed
