{#-
    Rows of the dashboard's exports of daily costs: one cost for each day, project and name; none includes another.
    `cost` is in cents and `cost_in_major` in dollars; the loader refuses rows in which the two contradict each other.
    The newer export is CSV; the loader makes its days without costs empty buckets.
-#}
{%- set row = openai_bill_fields().daily_cost -%}

with landed_costs as (
    {{ landed_records('openai_costs', ledger_columns=['billing_account_id']) | indent(4) }}
),

landed_rows as (
    select * from landed_costs
    where record not like '%"results":%'
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', row)}) | indent(4) }}
),

daily_costs as (
    select
        delivery_id,
        record_number,
        coalesce(
            billing_account_id, nullif({{ json_field('fields', row, 'organization_id') }}, ''), 'default'
        ) as billing_account_id,
        nullif({{ json_field('fields', row, 'project_id') }}, '') as project_id,
        nullif({{ json_field('fields', row, 'api_key_id') }}, '') as api_key_id,
        nullif({{ json_field('fields', row, 'user_id') }}, '') as principal_id,
        nullif(trim({{ json_field('fields', row, 'name') }}), '') as cost_name,
        nullif(trim({{ json_field('fields', row, 'quantity') }}), '') as raw_quantity,
        nullif(lower(trim({{ json_field('fields', row, 'quantity_unit') }})), '') as quantity_unit,
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
    from fields_by_row
)

select * from daily_costs
