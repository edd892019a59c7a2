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

-- Only what is read later goes on: each row passes two windows, which copy all of it.
rows_with_texts as (
    select
        delivery_id,
        record_number,
        record,
        billing_account_id,
        delivered_at,
        coalesce(delivery_set, delivery_id) as delivery_set,
        loaded_at,
        {% for name in fields -%}
        {{ json_field('fields', fields, name) }} as raw_{{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from fields_by_row
),

rows_with_offer as (
    select
        *,
        nullif(raw_meter_name, '') as meter_name,
        nullif(raw_service_name, '') as category,
        coalesce(lower(raw_publisher_type), '') = 'marketplace' as is_marketplace,
        coalesce(nullif(lower(raw_charge_type), ''), 'usage') as charge_type,
        nullif(raw_tags, '') as tags_text
    from rows_with_texts
),

rows_with_order as (
    select
        *,
        {{ day_first_file(
            ['raw_usage_date', 'raw_billing_period', 'raw_billing_period_end'], ['delivery_set', 'loaded_at']
        ) | indent(8) }} as is_day_first,
        case
            when is_marketplace or lower(category) = 'saas'
                then lower(case
                    {% for name in [
                        'category', 'raw_meter_subcategory', 'raw_product', 'meter_name', 'raw_publisher_name'
                    ] -%}
                    when {{ names_model_vendor(name) }} then {{ name }}
                    {% endfor -%}
                end)
        end as offer_of_vendor
    from rows_with_offer
),

rows_with_dates as (
    {{ computed_once('rows_with_order', {
        'usage_date': export_date('raw_usage_date', 'is_day_first'),
        'billing_period_start': export_date('raw_billing_period', 'is_day_first'),
    }) | indent(4) }}
),

billed_charges as (
    select
        -- ids
        'azure' as platform,
        delivery_id,
        record_number,
        cast(1 as bigint) as charge_number,
        coalesce({{ whole_number('raw_summed_rows') }}, 1) as row_count,
        coalesce(billing_account_id, nullif(raw_billing_account_id, ''), 'default') as billing_account_id,
        -- In lower case, as other exports of the same bill write it.
        coalesce(lower(raw_subscription_id), '') as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        lower(nullif(raw_resource_id, '')) as resource_id,
        cast(null as {{ dbt.type_string() }}) as api_key_id,
        cast(null as {{ dbt.type_string() }}) as principal_id,
        {{ billed_tags('tags_text') | indent(8) }} as tags,

        -- strings
        case
            when
                is_marketplace
                and charge_type in ('usage', 'purchase')
                and (offer_of_vendor is null or charge_type = 'purchase')
                then 'marketplace'
            else charge_type
        end as raw_charge_type,
        meter_name as raw_meter_name,
        coalesce(offer_of_vendor, lower(category)) as service_name,
        lower(coalesce(
            nullif(raw_resource_location, ''),
            nullif(raw_location, ''),
            nullif(raw_meter_region, ''),
            case
                when {{ regexp_matches('raw_product', ' - .+ - [^-]+$') }}
                    then trim({{ regexp_replace_all('raw_product', '^.* - ', '') }})
            end
        )) as region,
        coalesce(
            nullif(lower(trim(raw_unit_of_measure)), ''),
            case
                when meter_name is null then '1'
                {% for unit in ['1k', '1m'] -%}
                when {{ regexp_matches('lower(meter_name)', '[- ]' ~ unit ~ unit_at_end) }}
                    then '{{ unit }}'
                {% endfor -%}
                else '(unknown)'
            end
        ) as unit_of_measure,
        upper(coalesce(nullif(raw_currency, ''), 'USD')) as currency,
        upper(nullif(raw_pricing_currency, '')) as pricing_currency,
        case
            when is_day_first is null and {{ regexp_matches('raw_usage_date', '^[0-9]+/') }}
                then raw_usage_date || ' (month or day first? write year-month-day)'
            else raw_usage_date
        end as raw_usage_date,
        nullif(trim(raw_quantity), '') as raw_quantity,
        nullif(trim(raw_cost), '') as raw_cost,
        nullif(trim(raw_list_cost), '') as raw_list_cost,
        nullif(trim(raw_exchange_rate), '') as raw_exchange_rate,
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
),

billed_charges_with_days as (
    -- A refreshed month-to-date export repeats the month so far. So its first to its last day of each billing period
    -- replace the charges that earlier exports had of those days.
    select
        *,
        {{ covered_days({'covered_period': 'invoice_period', 'covered_from': 'bill_date'}) | indent(8) }}
    from billed_charges_with_date
)

select {{ billed_charge_columns() | join(', ') }} from billed_charges_with_days
