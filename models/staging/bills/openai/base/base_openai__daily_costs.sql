{#-
    Rows of the dashboard's export of daily costs, from before the costs API: one cost a day, project and name. `cost` is in
    cents and `cost_in_major` in dollars; the loader has refused rows in which the two contradict each other.
-#}
{%- set row = {
    'cost_in_major': ['cost_in_major'],
    'cost': ['cost'],
    'timestamp': ['timestamp'],
    'date': ['date'],
    'name': ['name'],
    'organization_id': ['organization_id'],
    'project_id': ['project_id'],
    'currency': ['currency'],
} -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'openai_costs') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
    where records.record not like '%"results":%'
),

parsed as (
    {{ computed_once('source', {'fields': json_fields('record', row)}) | indent(4) }}
),

read as (
    select
        delivery_id,
        record_number,
        coalesce(
            billing_account_id, nullif({{ json_field('fields', row, 'organization_id') }}, ''), 'default'
        ) as billing_account_id,
        {{ json_field('fields', row, 'project_id') }} as project_id,
        nullif(trim({{ json_field('fields', row, 'name') }}), '') as cost_name,
        upper(nullif({{ json_field('fields', row, 'currency') }}, '')) as currency,
        coalesce(
            {{ json_field('fields', row, 'date') }}, {{ json_field('fields', row, 'timestamp') }}
        ) as raw_usage_date,
        coalesce(
            nullif(trim({{ json_field('fields', row, 'cost_in_major') }}), ''),
            {{ cents_to_units(json_field('fields', row, 'cost')) }}
        ) as raw_cost,
        record,
        coalesce(
            cast({{ epoch_to_timestamp(whole_number(json_field('fields', row, 'timestamp'))) }} as date),
            {{ export_date(json_field('fields', row, 'date')) }}
        ) as usage_date,
        loaded_at
    from parsed
)

select * from read
