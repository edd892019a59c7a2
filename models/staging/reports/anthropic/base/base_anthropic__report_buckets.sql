{#- The buckets of landed pages of the usage report of the Messages API, with the period that each is of. -#}
{%- set bucket = {'starting_at': ['starting_at'], 'ending_at': ['ending_at']} -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        coalesce(deliveries.billing_account_id, 'default') as billing_account_id,
        deliveries.delivery_set,
        deliveries.delivered_at
    from {{ source('raw', 'anthropic_usage') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'bucket': json_fields('record', bucket)}) | indent(4) }}
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
        {{ utc_timestamp(json_field('bucket', bucket, 'starting_at')) }} as period_start,
        {{ utc_timestamp(json_field('bucket', bucket, 'ending_at')) }} as period_end
    from parsed
)

select * from renamed
