{#-
    One charge per result of a daily bucket, or per row of the export of daily costs. `line_item` is free form and is read
    later, by rules held in seeds. The export names some costs as line items do, and others by a family of models, as in
    `GPT-4o mini`, which says no meter.
-#}
{%- set bucket = {'start_time': ['start_time'], 'end_time': ['end_time']} -%}
{%- set result = {
    'line_item': ['line_item'],
    'project_id': ['project_id'],
    'amount': ['amount.value'],
    'currency': ['amount.currency'],
    'quantity': ['quantity'],
    'quantity_unit': ['quantity_unit'],
} -%}
{#- Models by their families, as the dashboard wrote them: `GPT-4o mini`, `Embedding models`. -#}
{%- set family = '^((Chat)?GPT|O[0-9]|DALL|Whisper|TTS|Embedding|Codex|Image|Audio|Fine-?tun)[^,]*$' -%}

with daily_costs as (
    select * from {{ ref('base_openai__daily_costs') }}
),

source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'openai_costs') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

buckets as (
    {{ computed_once('source', {'bucket': json_fields('record', bucket)}) | indent(4) }}
),

results as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        {{ json_field('bucket', bucket, 'start_time') }} as start_time,
        {{ json_array_elements('record', 'results') }} as result
    from buckets
),

parsed as (
    {{ computed_once('results', {'fields': json_fields('result', result)}) | indent(4) }}
),

dated as (
    select
        *,
        cast({{ epoch_to_timestamp(whole_number('start_time')) }} as date) as usage_date
    from parsed
),

renamed as (
    select
        -- ids
        'openai' as platform,
        delivery_id,
        record_number,
        coalesce(billing_account_id, 'default') as billing_account_id,
        '' as sub_account_id,
        {{ json_field('fields', result, 'project_id') }} as project_id,

        -- strings
        'usage' as raw_charge_type,
        nullif({{ json_field('fields', result, 'line_item') }}, '') as raw_meter_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        coalesce(lower({{ json_field('fields', result, 'quantity_unit') }}), '(unstated)') as unit_of_measure,
        upper({{ json_field('fields', result, 'currency') }}) as currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        cast(null as {{ dbt.type_string() }}) as region,
        start_time as raw_usage_date,
        {{ json_field('fields', result, 'quantity') }} as raw_quantity,
        {{ json_field('fields', result, 'amount') }} as raw_cost,
        cast(null as {{ dbt.type_string() }}) as raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        usage_date as bill_date,
        {{ month_start('usage_date') }} as invoice_period,
        loaded_at
    from dated
),

renamed_daily as (
    select
        'openai' as platform,
        delivery_id,
        record_number,
        billing_account_id,
        '' as sub_account_id,
        project_id,
        'usage' as raw_charge_type,
        case when not {{ regexp_matches('cost_name', family) }} then cost_name end as raw_meter_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        '(unstated)' as unit_of_measure,
        currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        cast(null as {{ dbt.type_string() }}) as region,
        raw_usage_date,
        cast(null as {{ dbt.type_string() }}) as raw_quantity,
        raw_cost,
        cast(null as {{ dbt.type_string() }}) as raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,
        usage_date,
        usage_date as bill_date,
        {{ month_start('usage_date') }} as invoice_period,
        loaded_at
    from daily_costs
),

unioned as (
    select * from renamed

    union all

    select * from renamed_daily
)

select * from unioned
