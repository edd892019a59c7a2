{{ config(materialized='incremental') }}
{#-
    Every charge of every delivery, with its numbers as exact decimals. A charge with an invalid value is refused with a
    reason. A delivery is read only once, because its content never changes. Long because every column is listed, and
    every reason has its detail.
-#}
{#-
    The charges of one record are numbered, on every engine in the same order. So all columns in which they can differ
    take part, and NULLs come last.
-#}
{%- set first = ['raw_meter_name', 'project_id', 'raw_cost', 'raw_quantity'] -%}
{%- set shared = ['platform', 'delivery_id', 'record_number', 'billing_account_id', 'record', 'loaded_at'] -%}
{%- set ordering = first + billed_charge_columns() | reject('in', first + shared) | list -%}

with charges as (
    {% for source in var('bill_sources') -%}
    select {{ billed_charge_columns() | join(', ') }} from {{ ref('stg_' ~ source ~ '__billed_charges') }}
    where {{ is_newly_loaded('loaded_at') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

deliveries as (
    select * from {{ source('raw', 'deliveries') }}
),

numbered_charges as (
    select
        charges.*,
        deliveries.source,
        {{ bill_set('deliveries') }} as delivery_set,
        deliveries.delivered_at,
        row_number() over (
            partition by charges.delivery_id, charges.record_number
            order by
                {% for column in ordering -%}
                charges.{{ column }} asc nulls last{{ ',' if not loop.last }}
                {% endfor %}
        ) as charge_number,
        {{ exact_decimal('charges.raw_quantity') }} as quoted_quantity,
        {{ exact_decimal('charges.raw_cost') }} as billed_cost,
        {{ exact_decimal('charges.raw_list_cost') }} as list_cost,
        {{ exact_decimal('charges.raw_exchange_rate') }} as exchange_rate
    from charges
    inner join deliveries
        on charges.delivery_id = deliveries.delivery_id
),

charges_with_findings as (
    select
        {{ surrogate_key(['delivery_id', 'record_number', 'charge_number']) }} as charge_id,
        source,
        platform,
        delivery_id,
        delivery_set,
        delivered_at,
        record_number,
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
        case
            when platform is null then 'missing_provider'
            when usage_date is null then 'invalid_usage_date'
            when billed_cost is null then 'invalid_cost'
            when raw_quantity is not null and quoted_quantity is null then 'invalid_quantity'
            when currency is null then 'missing_currency'
        end as rejection_reason,
        case
            when platform is null then 'the charge does not name the provider of the service'
            when usage_date is null
                then 'the usage date is not a day: ' || coalesce(substring(raw_usage_date, 1, 64), '(none)')
            when billed_cost is null
                then 'the cost is not a decimal number: ' || coalesce(substring(raw_cost, 1, 64), '(none)')
            when raw_quantity is not null and quoted_quantity is null
                then 'the quantity is not a decimal number: ' || substring(raw_quantity, 1, 64)
            when currency is null then 'the charge does not name a currency'
        end as rejection_detail,
        record,
        loaded_at,
        cast(loaded_at as date) as loaded_date
    from numbered_charges
)

select * from charges_with_findings
