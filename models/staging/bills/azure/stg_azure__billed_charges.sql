{#-
    One charge per row of a Cost Management export or query; no row includes another. Of each field the first name that
    is present counts, as exports differ in names and dates. A query has no unit of measure: then the end of the
    meter's name states it (`... 1M Tokens`), or the quantity is unknown. The region is at the end of the product.

    The model is long because exports of two kinds of agreement and queries fill the same columns.
-#}
{%- set fields = azure_bill_fields() -%}
{%- set unit_at_end = '( (tokens?|calls?|characters|units?))?$' -%}

with landed_rows as (
    {{ landed_records(
        'azure_cost', ledger_columns=['billing_account_id', 'delivered_at']
    ) | indent(4) }}
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', fields)}) | indent(4) }}
),

rows_with_dates as (
    select
        *,
        nullif({{ json_field('fields', fields, 'meter_name') }}, '') as raw_meter_name,
        lower({{ json_field('fields', fields, 'meter_name') }}) as lowered_meter_name,
        {{ json_field('fields', fields, 'product') }} as product,
        {{ export_date(json_field('fields', fields, 'usage_date')) }} as usage_date,
        {{ export_date(json_field('fields', fields, 'billing_period')) }} as billing_period_start
    from fields_by_row
),

billed_charges as (
    select
        -- ids
        'azure' as platform,
        delivery_id,
        record_number,
        coalesce(
            billing_account_id, nullif({{ json_field('fields', fields, 'billing_account_id') }}, ''), 'default'
        ) as billing_account_id,
        -- In lower case, as other exports of the same bill write it.
        coalesce(lower({{ json_field('fields', fields, 'subscription_id') }}), '') as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as project_id,

        -- strings
        case
            when
                lower({{ json_field('fields', fields, 'publisher_type') }}) = 'marketplace'
                and coalesce(lower({{ json_field('fields', fields, 'charge_type') }}), '') in ('', 'usage', 'purchase')
                then 'marketplace'
            else coalesce(nullif(lower({{ json_field('fields', fields, 'charge_type') }}), ''), 'usage')
        end as raw_charge_type,
        raw_meter_name,
        nullif(lower({{ json_field('fields', fields, 'service_name') }}), '') as service_name,
        lower(coalesce(
            nullif({{ json_field('fields', fields, 'resource_location') }}, ''),
            nullif({{ json_field('fields', fields, 'location') }}, ''),
            nullif({{ json_field('fields', fields, 'meter_region') }}, ''),
            case
                when {{ regexp_matches('product', ' - .+ - [^-]+$') }}
                    then trim({{ regexp_replace_all('product', '^.* - ', '') }})
            end
        )) as region,
        coalesce(
            nullif(lower(trim({{ json_field('fields', fields, 'unit_of_measure') }})), ''),
            case
                when raw_meter_name is null then '1'
                {% for unit in ['1k', '1m'] -%}
                when {{ regexp_matches('lowered_meter_name', '[- ]' ~ unit ~ unit_at_end) }}
                    then '{{ unit }}'
                {% endfor -%}
                else '(unknown)'
            end
        ) as unit_of_measure,
        upper(coalesce(nullif({{ json_field('fields', fields, 'currency') }}, ''), 'USD')) as currency,
        upper(nullif({{ json_field('fields', fields, 'pricing_currency') }}, '')) as pricing_currency,
        {{ json_field('fields', fields, 'usage_date') }} as raw_usage_date,
        nullif(trim({{ json_field('fields', fields, 'quantity') }}), '') as raw_quantity,
        nullif(trim({{ json_field('fields', fields, 'cost') }}), '') as raw_cost,
        nullif(trim({{ json_field('fields', fields, 'list_cost') }}), '') as raw_list_cost,
        nullif(trim({{ json_field('fields', fields, 'exchange_rate') }}), '') as raw_exchange_rate,
        record,

        -- dates
        usage_date,
        coalesce(usage_date < billing_period_start, false) as is_of_other_period,
        coalesce(billing_period_start, {{ month_start('usage_date') }}) as invoice_period,
        delivered_at,
        loaded_at
    from rows_with_dates
),

billed_charges_with_date as (
    -- A charge that is billed in a later period than it was used in counts on the last day of its billing period that
    -- the delivery has.
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
    from billed_charges
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_date
