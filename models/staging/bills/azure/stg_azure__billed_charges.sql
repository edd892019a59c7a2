{#-
    One charge per row of a Cost Management export or query; no row includes another. Of each field the first name that
    is present counts, as exports differ in names and dates. A query has no unit of measure: then the end of the
    meter's name states it (`... 1M Tokens`), or the quantity is unknown. The region is at the end of the product.

    The category of an offer of the marketplace says nothing (`SaaS`). An offer that names a vendor of models is a
    service of that name, and its usage is not a fee. So Claude in Foundry is billed.

    The model is long because exports of two kinds of agreement and queries fill the same columns.
-#}
{%- set fields = azure_bill_fields() -%}
{%- set unit_at_end = '( (tokens?|calls?|characters|units?))?$' -%}

with landed_rows as (
    {{ landed_records(
        'azure_cost', ledger_columns=['billing_account_id', 'delivered_at', 'delivery_set']
    ) | indent(4) }}
),

fields_by_row as (
    {{ computed_once('landed_rows', {'fields': json_fields('record', fields)}) | indent(4) }}
),

rows_with_texts as (
    select
        *,
        {{ json_field('fields', fields, 'usage_date') }} as raw_date,
        {{ json_field('fields', fields, 'billing_period') }} as raw_period_start,
        {{ json_field('fields', fields, 'billing_period_end') }} as raw_period_end,
        nullif({{ json_field('fields', fields, 'meter_name') }}, '') as raw_meter_name,
        lower({{ json_field('fields', fields, 'meter_name') }}) as lowered_meter_name,
        nullif({{ json_field('fields', fields, 'service_name') }}, '') as category,
        {{ json_field('fields', fields, 'meter_subcategory') }} as subcategory,
        {{ json_field('fields', fields, 'product') }} as product,
        {{ json_field('fields', fields, 'publisher_name') }} as publisher_name,
        coalesce(lower({{ json_field('fields', fields, 'publisher_type') }}), '') = 'marketplace' as is_marketplace,
        nullif({{ json_field('fields', fields, 'tags') }}, '') as tags_text
    from fields_by_row
),

rows_with_order as (
    select
        *,
        {{ day_first_file(
            ['raw_date', 'raw_period_start', 'raw_period_end'],
            ['coalesce(delivery_set, delivery_id)', 'loaded_at']
        ) | indent(8) }} as is_day_first,
        case
            when is_marketplace or lower(category) = 'saas'
                then lower(case
                    {% for name in ['category', 'subcategory', 'product', 'raw_meter_name', 'publisher_name'] -%}
                    when {{ names_model_vendor(name) }} then {{ name }}
                    {% endfor -%}
                end)
        end as offer_of_vendor
    from rows_with_texts
),

rows_with_dates as (
    select
        *,
        {{ export_date('raw_date', 'is_day_first') }} as usage_date,
        {{ export_date('raw_period_start', 'is_day_first') }} as billing_period_start
    from rows_with_order
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
        lower(nullif({{ json_field('fields', fields, 'resource_id') }}, '')) as resource_id,
        cast(null as {{ dbt.type_string() }}) as api_key_id,
        cast(null as {{ dbt.type_string() }}) as principal_id,
        {{ billed_tags('tags_text') | indent(8) }} as tags,

        -- strings
        case
            when
                is_marketplace
                and coalesce(lower({{ json_field('fields', fields, 'charge_type') }}), '') in ('', 'usage', 'purchase')
                and (offer_of_vendor is null or lower({{ json_field('fields', fields, 'charge_type') }}) = 'purchase')
                then 'marketplace'
            else coalesce(nullif(lower({{ json_field('fields', fields, 'charge_type') }}), ''), 'usage')
        end as raw_charge_type,
        raw_meter_name,
        coalesce(offer_of_vendor, lower(category)) as service_name,
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
        case
            when is_day_first is null and {{ regexp_matches('raw_date', '^[0-9]+/') }}
                then raw_date || ' (month or day first? write year-month-day)'
            else raw_date
        end as raw_usage_date,
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
