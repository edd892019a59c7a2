{#-
    One charge per line item of an AWS Cost and Usage Report; no line item includes another. A meter is a product and
    its usage type: the product names the model of Marketplace models, the usage type names that of others. A service
    is a product, or the seller or the description of a product that is not known by name (a report without product
    columns has a code instead).

    The model is long because it reads what a line item charges for, and in which unit, from several columns.
-#}
{%- set fields = aws_bill_fields() -%}
{%- set support = '^aws ?(premium ?)?support' -%}
{#- A service of AWS itself; the products of others have their own names, or a code. -#}
{%- set own_service = '^(amazon|aws ?[^m])' -%}
{%- set end = '([^0-9a-z,.]|$)' -%}
{%- set million = 'million|(per|/) ?1 ?m' ~ end ~ '|1 ?m ([a-z]+ )?token|(^|[^0-9,.$])1,?000,?000' ~ end -%}
{%- set thousand = 'thousand|(per|/) ?1 ?k' ~ end ~ '|1 ?k ([a-z]+ )?token|(^|[^0-9,.$])1,?000' ~ end -%}

with landed_items as (
    {{ landed_records('aws_cur', ledger_columns=['billing_account_id']) | indent(4) }}
),

fields_by_item as (
    {{ computed_once('landed_items', {'fields': json_fields('record', fields)}) | indent(4) }}
),

line_items as (
    select
        *,
        {% for name in fields -%}
        nullif(trim({{ json_field('fields', fields, name) }}), '') as raw_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_item
),

line_items_with_instants as (
    {{ computed_once('line_items', {
        'usage_instant': export_instant('raw_usage_start'),
        'start_instant': export_instant('raw_period_start'),
        'end_instant': export_instant('raw_period_end'),
        'unit_name': 'lower(raw_pricing_unit)',
        'unit_hint': "lower(coalesce(raw_description, '') || ' ' || coalesce(raw_usage_type, ''))",
    }) | indent(4) }}
),

line_items_with_dates as (
    {{ computed_once('line_items_with_instants', {
        'usage_date': 'cast(' ~ utc_timestamp('usage_instant') ~ ' as date)',
        'period_start': 'cast(' ~ utc_timestamp('start_instant') ~ ' as date)',
        'period_end': 'cast(' ~ utc_timestamp('end_instant') ~ ' as date)',
    }) | indent(4) }}
),

billed_charges as (
    select
        -- ids
        'bedrock' as platform,
        delivery_id,
        record_number,
        cast(1 as bigint) as charge_number,
        coalesce({{ whole_number('raw_summed_rows') }}, 1) as row_count,
        coalesce(billing_account_id, raw_payer_account_id, 'default') as billing_account_id,
        coalesce(raw_usage_account_id, '') as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        raw_resource_id as resource_id,
        cast(null as {{ dbt.type_string() }}) as api_key_id,
        raw_principal_id as principal_id,
        -- Legacy reports have a column for each tag, and 2.0 an object.
        {{ billed_tags('record', '[^"]*(?:user|iam_?[pP]rincipal)[:_/]') | indent(8) }} as tags,

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
            when {{ names_model_vendor('raw_product_name') }} then lower(raw_product_name)
            {% for name in ['raw_seller', 'raw_description'] -%}
            when {{ names_model_vendor(name) }} and not {{ regexp_matches('lower(raw_product_name)', own_service) }}
                then lower({{ name }})
            {% endfor -%}
            when {{ regexp_matches('lower(raw_product_name)', '^aws ?marketplace') }} then 'aws marketplace'
            else lower(raw_product_name)
        end as service_name,
        lower(raw_region) as region,
        -- Marketplace products are priced in plain "Units"; the description or the usage type may state their size.
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
        -- A report covers its billing period, in which a correction of an earlier period counts on the first day.
        case
            when usage_date < period_start then period_start
            when usage_date >= period_end then cast({{ dbt.dateadd('day', -1, 'period_end') }} as date)
            else usage_date
        end as bill_date,
        coalesce(period_start, {{ month_start('usage_date') }}) as invoice_period,
        coalesce(period_end, {{ next_month(month_start('coalesce(period_start, usage_date)')) }}) as invoice_period_end,
        loaded_at
    from line_items_with_dates
),

billed_charges_with_days as (
    -- A report covers its whole billing period, as every refresh reports the month so far.
    select
        *,
        {{ covered_days({
            'covered_period': 'invoice_period',
            'covered_from': 'case when usage_date is not null then invoice_period end',
            'covered_until': 'invoice_period_end',
        }) | indent(8) }}
    from billed_charges
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_days
