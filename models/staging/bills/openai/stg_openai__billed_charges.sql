{#-
    One charge per result of a daily bucket, or per row of an export of daily costs; no charge includes another. A
    bucket without results is a row without a charge.
    `line_item` is free text, and rules in seeds map it later. The older export names some costs as line items do, and
    others by a family of models, as in `GPT-4o mini`, which names no meter.

    The model is long because the two sources fill the same columns.
-#}
{%- set fields = openai_bill_fields() -%}
{#- Families of models, as the dashboard writes them: `GPT-4o mini`, `Embedding models`. -#}
{%- set family = '^((Chat)?GPT|O[0-9]|DALL|Whisper|TTS|Embedding|Codex|Image|Audio|Fine-?tun)[^,]*$' -%}

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
    {{ computed_once('landed_buckets', {
        'bucket': json_fields('record', fields.bucket), 'result_count': json_array_size('record', 'results')
    }) | indent(4) }}
),

results as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        {{ json_field('bucket', fields.bucket, 'start_time') }} as start_time,
        coalesce(result_count, 0) = 0 as is_without_results,
        {{ json_array_elements('record', 'results', keeps_empty=true) }} as result
    from fields_by_bucket
),

fields_by_result as (
    {{ computed_once('results', {'fields': json_fields('result', fields.result)}) | indent(4) }}
),

results_with_date as (
    select
        *,
        cast({{ epoch_to_timestamp(whole_number('start_time')) }} as date) as usage_date
    from fields_by_result
),

api_charges as (
    select
        -- ids
        'openai' as platform,
        delivery_id,
        record_number,
        coalesce(billing_account_id, 'default') as billing_account_id,
        '' as sub_account_id,
        {{ json_field('fields', fields.result, 'project_id') }} as project_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        nullif({{ json_field('fields', fields.result, 'api_key_id') }}, '') as api_key_id,
        cast(null as {{ dbt.type_string() }}) as principal_id,
        cast(null as {{ dbt.type_string() }}) as tags,

        -- strings
        'usage' as raw_charge_type,
        nullif({{ json_field('fields', fields.result, 'line_item') }}, '') as raw_meter_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        coalesce(lower({{ json_field('fields', fields.result, 'quantity_unit') }}), '(unstated)') as unit_of_measure,
        upper({{ json_field('fields', fields.result, 'currency') }}) as currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        cast(null as {{ dbt.type_string() }}) as region,
        start_time as raw_usage_date,
        {{ json_field('fields', fields.result, 'quantity') }} as raw_quantity,
        {{ json_field('fields', fields.result, 'amount') }} as raw_cost,
        cast(null as {{ dbt.type_string() }}) as raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        usage_date as bill_date,
        {{ month_start('usage_date') }} as invoice_period,
        loaded_at,
        is_without_results,
        usage_date as bucket_date
    from results_with_date
),

export_charges as (
    select
        'openai' as platform,
        delivery_id,
        record_number,
        billing_account_id,
        '' as sub_account_id,
        project_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        api_key_id,
        principal_id,
        cast(null as {{ dbt.type_string() }}) as tags,
        'usage' as raw_charge_type,
        case when not {{ regexp_matches('cost_name', family) }} then cost_name end as raw_meter_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        coalesce(quantity_unit, '(unstated)') as unit_of_measure,
        currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        cast(null as {{ dbt.type_string() }}) as region,
        raw_usage_date,
        raw_quantity,
        raw_cost,
        cast(null as {{ dbt.type_string() }}) as raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,
        usage_date,
        usage_date as bill_date,
        {{ month_start('usage_date') }} as invoice_period,
        loaded_at,
        false as is_without_results,
        cast(null as date) as bucket_date
    from daily_costs
),

billed_charges as (
    select * from api_charges

    union all

    select * from export_charges
),

billed_charges_with_days as (
    -- Every bucket covers its day, also an empty one: a day fetched again replaces its earlier charges. An export
    -- leaves out days without cost, so it covers all days from its first to its last.
    select
        *,
        {{ charge_number() | indent(8) }} as charge_number,
        cast(1 as bigint) as row_count,
        {{ covered_days({
            'is_empty_day': 'is_without_results', 'covered_period': 'bucket_date', 'covered_from': 'usage_date'
        }) | indent(8) }}
    from billed_charges
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_days
