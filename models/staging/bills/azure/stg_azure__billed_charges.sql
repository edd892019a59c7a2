{#-
    One charge per row of a Cost Management export or query. Enterprise-agreement and customer-agreement exports differ in
    names, case and dates; the loader has put the names in lower case, and the first one present is taken. A query gives no
    unit of measure: then the end of the meter's name says it (`... 1M Tokens`), or nobody knows the quantity. Of the
    product only the region is read, which stands at its end.
-#}
{%- set columns = {
    'billing_account_id': ['billingaccountid'],
    'subscription_id': ['subscriptionid', 'subscriptionguid'],
    'usage_date': ['date', 'usagedate', 'usagedatetime'],
    'charge_type': ['chargetype'],
    'meter_name': ['metername', 'meter'],
    'service_name': ['metercategory', 'servicename'],
    'publisher_type': ['publishertype'],
    'resource_location': ['resourcelocation'],
    'location': ['location'],
    'meter_region': ['meterregion'],
    'product': ['productname', 'product'],
    'billing_period': ['billingperiodstartdate', 'billingperiodstart'],
    'unit_of_measure': ['unitofmeasure'],
    'currency': ['billingcurrency', 'billingcurrencycode', 'currency'],
    'pricing_currency': ['pricingcurrency', 'pricingcurrencycode'],
    'exchange_rate': ['exchangeratepricingtobilling', 'exchangerate'],
    'quantity': ['quantity', 'usagequantity'],
    'cost': ['costinbillingcurrency', 'cost', 'pretaxcost'],
    'list_cost': ['paygcostinbillingcurrency'],
} -%}

with source as (
    select
        records.delivery_id,
        records.record_number,
        records.record,
        records.loaded_at,
        deliveries.billing_account_id,
        deliveries.delivered_at
    from {{ source('raw', 'azure_cost') }} as records
    inner join {{ source('raw', 'deliveries') }} as deliveries
        on records.delivery_id = deliveries.delivery_id
),

parsed as (
    {{ computed_once('source', {'fields': json_fields('record', columns)}) | indent(4) }}
),

dated as (
    select
        *,
        nullif({{ json_field('fields', columns, 'meter_name') }}, '') as raw_meter_name,
        lower({{ json_field('fields', columns, 'meter_name') }}) as lowered_meter_name,
        {{ json_field('fields', columns, 'product') }} as product,
        {{ export_date(json_field('fields', columns, 'usage_date')) }} as usage_date,
        {{ export_date(json_field('fields', columns, 'billing_period')) }} as billing_period_start
    from parsed
),

renamed as (
    select
        -- ids
        'azure' as platform,
        delivery_id,
        record_number,
        coalesce(
            billing_account_id, nullif({{ json_field('fields', columns, 'billing_account_id') }}, ''), 'default'
        ) as billing_account_id,
        -- In lower case as in other exports of the same bill.
        coalesce(lower({{ json_field('fields', columns, 'subscription_id') }}), '') as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as project_id,

        -- strings
        case
            when
                lower({{ json_field('fields', columns, 'publisher_type') }}) = 'marketplace'
                and coalesce(lower({{ json_field('fields', columns, 'charge_type') }}), '') in ('', 'usage', 'purchase')
                then 'marketplace'
            else coalesce(nullif(lower({{ json_field('fields', columns, 'charge_type') }}), ''), 'usage')
        end as raw_charge_type,
        raw_meter_name,
        nullif(lower({{ json_field('fields', columns, 'service_name') }}), '') as service_name,
        lower(coalesce(
            nullif({{ json_field('fields', columns, 'resource_location') }}, ''),
            nullif({{ json_field('fields', columns, 'location') }}, ''),
            nullif({{ json_field('fields', columns, 'meter_region') }}, ''),
            case
                when {{ regexp_matches('product', ' - .+ - [^-]+$') }}
                    then trim({{ regexp_replace_all('product', '^.* - ', '') }})
            end
        )) as region,
        coalesce(
            nullif(lower(trim({{ json_field('fields', columns, 'unit_of_measure') }})), ''),
            case
                when raw_meter_name is null then '1'
                {% for unit in ['1k', '1m'] -%}
                when {{ regexp_matches('lowered_meter_name', '[- ]' ~ unit ~ '( (tokens?|calls?|characters|units?))?$') }}
                    then '{{ unit }}'
                {% endfor -%}
                else '(unknown)'
            end
        ) as unit_of_measure,
        upper(coalesce(nullif({{ json_field('fields', columns, 'currency') }}, ''), 'USD')) as currency,
        upper(nullif({{ json_field('fields', columns, 'pricing_currency') }}, '')) as pricing_currency,
        {{ json_field('fields', columns, 'usage_date') }} as raw_usage_date,
        nullif(trim({{ json_field('fields', columns, 'quantity') }}), '') as raw_quantity,
        nullif(trim({{ json_field('fields', columns, 'cost') }}), '') as raw_cost,
        nullif(trim({{ json_field('fields', columns, 'list_cost') }}), '') as raw_list_cost,
        nullif(trim({{ json_field('fields', columns, 'exchange_rate') }}), '') as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        coalesce(usage_date < billing_period_start, false) as is_of_other_period,
        coalesce(billing_period_start, {{ month_start('usage_date') }}) as invoice_period,
        delivered_at,
        loaded_at
    from dated
),

placed as (
    -- What is billed in a later period than it was used in stands on the last day that its delivery has of that period.
    select
        *,
        case
            when is_of_other_period
                then coalesce(
                    max(case when not is_of_other_period then usage_date end) over (
                        partition by delivery_id, loaded_at, billing_account_id, invoice_period
                    ),
                    {{ correction_date('delivered_at', 'invoice_period') }}
                )
            else usage_date
        end as bill_date
    from renamed
)

select {{ billed_charge_columns() | join(', ') }} from placed
