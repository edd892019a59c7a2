{#-
    The rows of FOCUS datasets under one set of names, whatever version and provider. Version 1.3 names the provider anew;
    columns that begin with `x_` are the provider's own. The loader has put the names in lower case, and has no value for
    a literal NULL.
-#}
{%- set columns = {
    'provider': ['serviceprovidername', 'providername', 'publishername', 'invoiceissuername'],
    'publisher': ['publishername'],
    'publisher_kind': ['x_publishercategory', 'x_publishertype'],
    'issuer': ['invoiceissuername'],
    'service': ['servicename'],
    'product': ['servicename'],
    'meter_category': ['x_skumetercategory'],
    'service_category': ['servicecategory'],
    'microsoft_account': ['x_billingaccountid'],
    'billing_account': ['billingaccountid'],
    'sub_account': ['subaccountid'],
    'category': ['chargecategory'],
    'class': ['chargeclass'],
    'commitment': ['commitmentdiscountid', 'commitmentdiscountcategory'],
    'commitment_status': ['commitmentdiscountstatus'],
    'microsoft_meter': ['x_skumetername'],
    'microsoft_subcategory': ['x_skumetersubcategory'],
    'microsoft_product': ['x_skudescription'],
    'meter': ['skumeter'],
    'amazon_usage_type': ['x_usagetype'],
    'description': ['chargedescription'],
    'sku': ['skuid'],
    'region': ['regionid', 'regionname'],
    'consumed_quantity': ['consumedquantity'],
    'consumed_unit': ['consumedunit'],
    'pricing_quantity': ['pricingquantity'],
    'pricing_unit': ['pricingunit'],
    'pricing_unit_description': ['x_pricingunitdescription'],
    'block_size': ['x_pricingblocksize'],
    'cost': ['billedcost'],
    'list_cost': ['listcost'],
    'currency': ['billingcurrency'],
    'pricing_currency': ['pricingcurrency', 'x_pricingcurrency'],
    'exchange_rate': ['x_billingexchangerate'],
    'charge_start': ['chargeperiodstart'],
    'billing_start': ['billingperiodstart'],
    'billing_end': ['billingperiodend'],
} -%}
{%- set lower_case = [
    'publisher_kind', 'service', 'meter_category', 'service_category', 'category', 'class', 'commitment_status',
    'region', 'consumed_unit', 'pricing_unit', 'pricing_unit_description', 'block_size'
] -%}
{%- set amounts = ['consumed_quantity', 'pricing_quantity', 'cost', 'list_cost', 'exchange_rate'] -%}
{%- set instants = ['charge_start', 'billing_start', 'billing_end'] -%}
{%- set names = ['provider', 'publisher', 'issuer'] -%}
{#- Where the day stands first, one bound of a billing period has a month other than January in the second place. -#}
{%- set month_first = '^(0?[1-9]|1[0-2])/(0?1|1[3-9]|2[0-9]|3[01])/' -%}
{%- set is_month_first = regexp_matches('billing_start', month_first) ~ ' and ' ~ regexp_matches('billing_end', month_first) -%}
{%- set spelt = {'company_key': company_name(snake_case('provider'))} -%}
{%- for name in names -%}
    {%- do spelt.update({name ~ '_key': snake_case(name)}) -%}
{%- endfor -%}
{%- for name in instants -%}
    {%- do spelt.update({name ~ '_instant': bill_instant(name, is_month_first)}) -%}
{%- endfor -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id as landed_account,
        deliveries.delivered_at
    from {{ source('raw', 'focus') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'fields': json_fields('record', columns)}) | indent(4) }}
),

named as (
    select
        {% for name in columns -%}
        {% if name in lower_case -%}
        lower(trim({{ filled_field('fields', columns, name) }})) as {{ name }},
        {% else -%}
        {{ filled_field('fields', columns, name) }} as {{ name }},
        {% endif -%}
        {% endfor -%}
        delivery_id,
        record_number,
        record,
        loaded_at,
        landed_account,
        delivered_at
    from parsed
),

spelt as (
    {{ computed_once('named', spelt) | indent(4) }}
),

renamed as (
    select
        delivery_id,
        record_number,
        record,
        loaded_at,
        landed_account,
        delivered_at,
        {{ bill_platform('provider_key', 'company_key', 'issuer_key', 'service') | indent(8) }} as platform,
        provider_key as provider,
        coalesce(publisher_key, provider_key) as publisher,
        {% for name in columns if name not in names + amounts + instants -%}
        {{ name }},
        {% endfor -%}
        {% for name in amounts -%}
        {{ bill_amount(name) | indent(8) }} as {{ name }},
        {% endfor -%}
        {% for name in instants -%}
        cast({{ utc_timestamp(name ~ '_instant') }} as date) as {{ name }},
        {% endfor -%}
        case
            when {{ regexp_matches('charge_start_instant', '^[0-9]+/') }}
                then charge_start || ' (month or day first? write year-month-day)'
            else charge_start
        end as raw_charge_start
    from spelt
)

select * from renamed
