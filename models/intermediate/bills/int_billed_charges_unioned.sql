{{ config(materialized='incremental') }}
{#-
    Every charge of every delivery, with its numbers as exact decimals. A charge with an invalid value is refused with a
    reason. A delivery is read only once, because its content never changes: parsing is the most expensive step for
    bills, so all else that a bill shows, such as the days that it covers, is read here. A day that a bill lists without
    charges has a row too. The record is kept for refused charges only, which are shown whole. Long because every column
    is listed, and every reason has its detail.
-#}
{%- set is_new = is_newly_loaded('loaded_at') -%}

with charges as (
    {% for source in newly_loaded_sources(var('bill_sources'), 'stg_%s__billed_charges', keeps_first=true) -%}
    select {{ billed_charge_columns() | join(', ') }} from {{ ref('stg_' ~ source ~ '__billed_charges') }}
    where {{ is_new }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

deliveries as (
    select * from {{ source('raw', 'deliveries') }}
),

charges_with_delivery as (
    select
        charges.*,
        deliveries.source,
        {{ bill_set('deliveries') }} as delivery_set,
        deliveries.delivered_at
    from charges
    inner join deliveries
        on charges.delivery_id = deliveries.delivery_id
),

charges_with_numbers as (
    {{ computed_once('charges_with_delivery', {
        'quoted_quantity': exact_decimal('raw_quantity'),
        'billed_cost': exact_decimal('raw_cost'),
        'list_cost': exact_decimal('raw_list_cost'),
        'exchange_rate': exact_decimal('raw_exchange_rate'),
    }) | indent(4) }}
),

charges_with_findings as (
    select
        *,
        case
            when is_empty_day then null
            when platform is null then 'missing_provider'
            when usage_date is null then 'invalid_usage_date'
            when billed_cost is null then 'invalid_cost'
            when raw_quantity is not null and quoted_quantity is null then 'invalid_quantity'
            when currency is null then 'missing_currency'
        end as rejection_reason
    from charges_with_numbers
),

parsed_charges as (
    select
        {{ surrogate_key(['delivery_id', 'record_number', 'charge_number']) }} as charge_id,
        source,
        platform,
        delivery_id,
        delivery_set,
        delivered_at,
        record_number,
        row_count,
        billing_account_id,
        sub_account_id,
        project_id,
        resource_id,
        api_key_id,
        principal_id,
        tags,
        raw_charge_type,
        raw_meter_name,
        service_name,
        region,
        unit_of_measure,
        currency,
        usage_date,
        coalesce(bill_date, usage_date) as bill_date,
        invoice_period,
        quoted_quantity,
        billed_cost,
        list_cost,
        case when exchange_rate > 0 then pricing_currency end as pricing_currency,
        case when exchange_rate > 0 then cast(exchange_rate as {{ type_exchange_rate() }}) end as exchange_rate,
        rejection_reason,
        case rejection_reason
            when 'missing_provider' then 'the charge does not name the provider of the service'
            when 'invalid_usage_date'
                then 'the usage date is not a day: ' || coalesce(substring(raw_usage_date, 1, 64), '(none)')
            when 'invalid_cost'
                then 'the cost is not a decimal number: ' || coalesce(substring(raw_cost, 1, 64), '(none)')
            when 'invalid_quantity' then 'the quantity is not a decimal number: ' || substring(raw_quantity, 1, 64)
            when 'missing_currency' then 'the charge does not name a currency'
        end as rejection_detail,
        case when rejection_reason is not null then record end as record,
        is_empty_day,
        covered_platforms,
        covered_period,
        covered_from,
        covered_until,
        is_covered_apart,
        loaded_at,
        cast(loaded_at as date) as loaded_date
    from charges_with_findings
)

select * from parsed_charges
