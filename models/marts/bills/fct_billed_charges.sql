with charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope
),

published as (
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
        case when mapping_status = 'mapped' then model end as model,
        case when mapping_status = 'mapped' then meter end as meter,
        case when mapping_status = 'mapped' then service_tier end as service_tier,
        case when mapping_status = 'mapped' then deployment_scope end as deployment_scope,
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

select * from published
