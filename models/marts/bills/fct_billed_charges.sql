{#- The current charges for AI usage on the providers' bills, with the month of their use. -#}
with charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

billed_charges as (
    select
        charge_id,
        platform,
        billing_account_id,
        sub_account_id,
        project_id,
        usage_date,
        {{ month_start('usage_date') }} as billing_period,
        invoice_period,
        charge_category,
        charge_component,
        model,
        meter,
        service_tier,
        deployment_scope,
        region,
        billed_quantity,
        billed_cost,
        list_cost,
        currency,
        pricing_currency,
        exchange_rate,
        raw_meter_name,
        unit_of_measure,
        mapping_status,
        unmapped_reason,
        delivery_id,
        record_number
    from charges
)

select * from billed_charges
