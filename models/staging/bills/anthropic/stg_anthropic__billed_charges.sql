{#-
    One charge per result of a daily bucket, and a row without a charge for a bucket without results. No result includes
    another, and the report has no quantities. Amounts are text in cents. The description is free text and the fields
    beside it are exact, so these name the meter: the model, the token type and the tier. The length of the context and
    the place of inference make no meter of their own. Ungrouped results have none of the fields.
-#}
{%- set fields = anthropic_bill_fields() -%}

with landed_buckets as (
    {{ landed_records('anthropic_cost', ledger_columns=['billing_account_id']) | indent(4) }}
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
        {{ json_field('bucket', fields.bucket, 'starting_at') }} as starting_at,
        coalesce(result_count, 0) = 0 as is_without_results,
        {{ json_array_elements('record', 'results', keeps_empty=true) }} as result
    from fields_by_bucket
),

fields_by_result as (
    {{ computed_once('results', {'fields': json_fields('result', fields.result)}) | indent(4) }}
),

results_with_texts as (
    select
        *,
        {% for name in ['cost_type', 'model', 'token_type', 'service_tier', 'description'] -%}
        nullif(trim({{ json_field('fields', fields.result, name) }}), '') as {{ name }},
        {% endfor -%}
        nullif(lower({{ json_field('fields', fields.result, 'inference_geo') }}), '') as inference_geo,
        cast({{ utc_timestamp('starting_at') }} as date) as usage_date
    from fields_by_result
),

billed_charges as (
    select
        -- ids
        'anthropic' as platform,
        delivery_id,
        record_number,
        coalesce(billing_account_id, 'default') as billing_account_id,
        '' as sub_account_id,
        {{ json_field('fields', fields.result, 'workspace_id') }} as project_id,
        cast(null as {{ dbt.type_string() }}) as resource_id,
        nullif({{ json_field('fields', fields.result, 'api_key_id') }}, '') as api_key_id,
        cast(null as {{ dbt.type_string() }}) as principal_id,
        cast(null as {{ dbt.type_string() }}) as tags,

        -- strings
        'usage' as raw_charge_type,
        case
            when coalesce(model, token_type, cost_type) is null then description
            else trim(
                case when coalesce(cost_type, 'tokens') = 'tokens' and model is not null then model else '' end
                || ' ' || coalesce(token_type, case when cost_type != 'tokens' then cost_type end, '')
                || ' ' || coalesce(service_tier, '')
            )
        end as raw_meter_name,
        cast(null as {{ dbt.type_string() }}) as service_name,
        case when inference_geo not in ('global', 'not_available') then inference_geo end as region,
        '(unstated)' as unit_of_measure,
        upper(nullif({{ json_field('fields', fields.result, 'currency') }}, '')) as currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        starting_at as raw_usage_date,
        cast(null as {{ dbt.type_string() }}) as raw_quantity,
        {{ cents_to_units(json_field('fields', fields.result, 'amount')) }} as raw_cost,
        cast(null as {{ dbt.type_string() }}) as raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        usage_date as bill_date,
        {{ month_start('usage_date') }} as invoice_period,
        loaded_at,
        is_without_results
    from results_with_texts
),

billed_charges_with_days as (
    -- Every bucket covers its day, also an empty one: a day fetched again replaces its earlier charges.
    select
        *,
        {{ charge_number() | indent(8) }} as charge_number,
        cast(1 as bigint) as row_count,
        {{ covered_days({
            'is_empty_day': 'is_without_results', 'covered_period': 'usage_date', 'covered_from': 'usage_date'
        }) | indent(8) }}
    from billed_charges
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_days
