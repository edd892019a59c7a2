{#-
    One charge per line item of a Cost and Usage Report. Cost is unblended, which is what the invoice adds up; the net
    columns exist only where discounts do, and those are line items of their own. A meter is a product and its usage type:
    of Marketplace models the product names the model, of others the usage type does.
-#}
{%- set columns = {
    'payer_account_id': ['bill_payer_account_id'],
    'usage_account_id': ['line_item_usage_account_id'],
    'period_start': ['bill_billing_period_start_date'],
    'period_end': ['bill_billing_period_end_date'],
    'usage_start': ['line_item_usage_start_date'],
    'line_item_type': ['line_item_line_item_type'],
    'usage_type': ['line_item_usage_type'],
    'description': ['line_item_line_item_description'],
    'product_code': ['product_servicecode', 'product.servicecode', 'line_item_product_code'],
    'product_name': [
        'product_servicename', 'product.servicename', 'product_product_name', 'product.product_name',
        'line_item_product_code'
    ],
    'region': ['product_region', 'product_region_code', 'product.region', 'product.region_code'],
    'pricing_unit': ['pricing_unit'],
    'currency': ['line_item_currency_code'],
    'quantity': ['line_item_usage_amount'],
    'cost': ['line_item_unblended_cost'],
    'list_cost': ['pricing_public_on_demand_cost'],
} -%}
{%- set support = '^aws ?(premium ?)?support' -%}
{%- set end = '([^0-9a-z,.]|$)' -%}
{%- set million = 'million|(per|/) ?1 ?m' ~ end ~ '|1 ?m ([a-z]+ )?token|(^|[^0-9,.$])1,?000,?000' ~ end -%}
{%- set thousand = 'thousand|(per|/) ?1 ?k' ~ end ~ '|1 ?k ([a-z]+ )?token|(^|[^0-9,.$])1,?000' ~ end -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'aws_cur') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'fields': json_fields('record', columns)}) | indent(4) }}
),

named as (
    select
        *,
        {% for name in columns -%}
        nullif(trim({{ json_field('fields', columns, name) }}), '') as raw_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from parsed
),

read as (
    {{ computed_once('named', {
        'usage_instant': export_instant('raw_usage_start'),
        'start_instant': export_instant('raw_period_start'),
        'end_instant': export_instant('raw_period_end'),
        'unit_name': 'lower(raw_pricing_unit)',
        'unit_hint': "lower(coalesce(raw_description, '') || ' ' || coalesce(raw_usage_type, ''))",
    }) | indent(4) }}
),

dated as (
    select
        *,
        cast({{ utc_timestamp('usage_instant') }} as date) as usage_date,
        cast({{ utc_timestamp('start_instant') }} as date) as period_start,
        cast({{ utc_timestamp('end_instant') }} as date) as period_end
    from read
),

renamed as (
    select
        -- ids
        'bedrock' as platform,
        delivery_id,
        record_number,
        coalesce(billing_account_id, raw_payer_account_id, 'default') as billing_account_id,
        coalesce(raw_usage_account_id, '') as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as project_id,

        -- strings
        case
            when lower(raw_line_item_type) = 'fee' and {{ regexp_matches('lower(raw_product_name)', support) }}
                then 'supportfee'
            else coalesce(lower(raw_line_item_type), 'usage')
        end as raw_charge_type,
        case when raw_usage_type is not null then coalesce(raw_product_name || ' | ', '') || raw_usage_type end
            as raw_meter_name,
        case
            when
                lower(raw_product_code) like 'amazonbedrock%'
                or lower(raw_product_name) like '%amazon bedrock%'
                then 'amazon bedrock'
            when {{ regexp_matches('lower(raw_product_name)', support) }} then 'aws support'
            when {{ regexp_matches('lower(raw_product_name)', '^aws ?marketplace') }} then 'aws marketplace'
            else lower(raw_product_name)
        end as service_name,
        lower(raw_region) as region,
        -- Marketplace products are priced in plain "Units", whose size the description or the usage type may tell.
        case
            when unit_name like '%token%' and {{ regexp_matches('unit_name', million) }} then '1m tokens'
            when unit_name like '%token%' and {{ regexp_matches('unit_name', thousand) }} then '1k tokens'
            when unit_name not in ('units', 'unit') then unit_name
            when unit_hint not like '%token%' then coalesce(unit_name, '1')
            when {{ regexp_matches('unit_hint', million) }} then '1m tokens'
            when {{ regexp_matches('unit_hint', thousand) }} then '1k tokens'
            else 'units of tokens'
        end as unit_of_measure,
        upper(coalesce(raw_currency, 'USD')) as currency,
        cast(null as {{ dbt.type_string() }}) as pricing_currency,
        raw_usage_start as raw_usage_date,
        raw_quantity,
        raw_cost,
        raw_list_cost,
        cast(null as {{ dbt.type_string() }}) as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        -- A report speaks for its billing period, in which a correction of an earlier one stands on the first day.
        case
            when usage_date < period_start then period_start
            when usage_date >= period_end then cast({{ dbt.dateadd('day', -1, 'period_end') }} as date)
            else usage_date
        end as bill_date,
        coalesce(period_start, {{ month_start('usage_date') }}) as invoice_period,
        coalesce(period_end, {{ next_month(month_start('coalesce(period_start, usage_date)')) }}) as invoice_period_end,
        loaded_at
    from dated
)

select * from renamed
