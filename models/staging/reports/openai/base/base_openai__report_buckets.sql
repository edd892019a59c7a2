{#-
    The buckets of landed pages of the usage API. What an empty one would have counted the loader tells, from its page
    or from the endpoint that the path names.
-#}
{%- set bucket = {'start_time': ['start_time'], 'end_time': ['end_time'], 'result_object': ['result_object']} -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        coalesce(deliveries.billing_account_id, 'default') as billing_account_id,
        deliveries.delivery_set,
        deliveries.delivered_at
    from {{ source('raw', 'openai_usage') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'bucket': json_fields('record', bucket)}) | indent(4) }}
),

timed as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        delivery_set,
        delivered_at,
        {{ json_field('bucket', bucket, 'result_object') }} as result_object,
        {{ whole_number(json_field('bucket', bucket, 'start_time')) }} as start_time,
        {{ whole_number(json_field('bucket', bucket, 'end_time')) }} as end_time
    from parsed
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
        {{ openai_report_kind('result_object') }} as stated_kind,
        {{ epoch_to_timestamp('start_time') }} as period_start,
        {{ epoch_to_timestamp('end_time') }} as period_end,
        end_time - start_time as period_seconds
    from timed
)

select * from renamed
