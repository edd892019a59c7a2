{#-
    One charge per result of a daily bucket. Amounts are text in cents. The description is free text and the fields beside
    it are exact, so that the meter is named by them: the model, what it counts and the tier. How long the context was and
    where inference ran make no meter of their own. Ungrouped results have none of the fields. Quantities are never given.
-#}
{%- set bucket = {'starting_at': ['starting_at']} -%}
{%- set result = {
    'amount': ['amount'],
    'currency': ['currency'],
    'workspace_id': ['workspace_id'],
    'description': ['description'],
    'cost_type': ['cost_type'],
    'model': ['model'],
    'token_type': ['token_type'],
    'service_tier': ['service_tier'],
    'inference_geo': ['inference_geo'],
} -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'anthropic_cost') }} as records
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
        {{ json_field('bucket', bucket, 'starting_at') }} as starting_at,
        {{ json_array_elements('record', 'results') }} as result
    from buckets
),

parsed as (
    {{ computed_once('results', {'fields': json_fields('result', result)}) | indent(4) }}
),

named as (
    select
        *,
        {% for name in ['cost_type', 'model', 'token_type', 'service_tier', 'description'] -%}
        nullif(trim({{ json_field('fields', result, name) }}), '') as {{ name }},
        {% endfor -%}
        nullif(lower({{ json_field('fields', result, 'inference_geo') }}), '') as inference_geo,
        cast({{ utc_timestamp('starting_at') }} as date) as usage_date
    from parsed
),

renamed as (
    select
        -- ids
        'anthropic' as platform,
        delivery_id,
        record_number,
        coalesce(billing_account_id, 'default') as billing_account_id,
        '' as sub_account_id,
        {{ json_field('fields', result, 'workspace_id') }} as project_id,

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
        upper(nullif({{ json_field('fields', result, 'currency') }}, '')) as currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        starting_at as raw_usage_date,
        cast(null as {{ dbt.type_string() }}) as raw_quantity,
        {{ cents_to_units(json_field('fields', result, 'amount')) }} as raw_cost,
        cast(null as {{ dbt.type_string() }}) as raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        usage_date as bill_date,
        {{ month_start('usage_date') }} as invoice_period,
        loaded_at
    from named
)

select * from renamed
