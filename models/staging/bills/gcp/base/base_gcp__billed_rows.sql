{#-
    The rows of billing exports, each once for its cost and once for each of its credits, which add up to what is owed. A
    credit of a commitment belongs to the commitment: its fee less what it covered is what it was good for.
-#}
{%- set columns = {
    'billing_account_id': ['billing_account_id'],
    'project_id': ['project.id', 'project_id'],
    'usage_start': ['usage_start_time'],
    'invoice_month': ['invoice.month', 'invoice_month'],
    'cost_type': ['cost_type'],
    'sku': ['sku.description', 'sku_description'],
    'service': ['service.description', 'service_description'],
    'region': ['location.region', 'location_region', 'location.location', 'location_location'],
    'unit': ['usage.unit', 'usage_unit'],
    'quantity': ['usage.amount', 'usage_amount'],
    'currency': ['currency'],
    'exchange_rate': ['currency_conversion_rate'],
    'cost': ['cost'],
    'list_cost': ['cost_at_list'],
} -%}
{%- set credit = {'type': ['type'], 'amount': ['amount']} -%}
{%- set uncredited = ['unit', 'quantity', 'list_cost'] -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id
    from {{ source('raw', 'gcp_billing') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'fields': json_fields('record', columns)}) | indent(4) }}
),

named as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        {% for name in columns -%}
        nullif(trim({{ json_field('fields', columns, name) }}), '') as raw_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from parsed
),

credited as (
    select
        *,
        {{ json_array_elements('record', 'credits') }} as credit
    from named
),

credits_parsed as (
    {{ computed_once('credited', {'credit_fields': json_fields('credit', credit)}) | indent(4) }}
),

charged as (
    select
        *,
        case
            when coalesce(lower(raw_cost_type), 'regular') != 'regular' then lower(raw_cost_type)
            when lower(raw_sku) like 'commitment%' then 'commitment_fee'
            else 'usage'
        end as raw_charge_type
    from named

    union all

    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        billing_account_id,
        {% for name in columns -%}
        {% if name == 'cost' -%}
        nullif(trim({{ json_field('credit_fields', credit, 'amount') }}), '') as raw_cost,
        {% elif name in uncredited -%}
        cast(null as {{ dbt.type_string() }}) as raw_{{ name }},
        {% else -%}
        raw_{{ name }},
        {% endif -%}
        {% endfor -%}
        case
            when {{ regexp_matches(
                'upper(' ~ json_field('credit_fields', credit, 'type') ~ ')',
                '^(COMMITTED_USAGE_DISCOUNT|FEE_UTILIZATION_OFFSET)'
            ) }} then 'commitment_credit'
            else 'credit'
        end as raw_charge_type
    from credits_parsed
)

select * from charged
