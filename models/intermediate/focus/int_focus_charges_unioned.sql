{#-
    Charges of provider bills and lines of our invoices in one shape, in the terms of FOCUS 1.2. `charge_side` keeps the
    two apart, because they must not be added up. Long because both sides list every column.
-#}
with billed_charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

calculated_usage as (
    select * from {{ ref('int_calculated_usage_at_bill_grain') }}
    where not is_provisioned
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines_rounded') }}
),

meters as (
    select * from {{ ref('meters') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

charges_of_bills as (
    select
        billed_charges.charge_id,
        'provider_bill' as charge_side,
        billed_charges.platform,
        billed_charges.billing_account_id,
        coalesce(nullif(billed_charges.sub_account_id, ''), billed_charges.project_id) as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as issuer_name,
        billed_charges.platform || ':' || billed_charges.billing_account_id || ':'
        || substring(cast(billed_charges.invoice_period as {{ dbt.type_string() }}), 1, 10) || ':'
        || billed_charges.currency
            as invoice_id,
        cast(null as {{ dbt.type_string() }}) as user_id,
        billed_charges.invoice_period as billing_period_start,
        billed_charges.usage_date as charge_period_start,
        cast({{ dbt.dateadd('day', 1, 'billed_charges.usage_date') }} as date) as charge_period_end,
        billed_charges.charge_category,
        billed_charges.charge_component,
        case when billed_charges.bill_date != billed_charges.usage_date then 'Correction' end as charge_class,
        coalesce(billed_charges.raw_meter_name, billed_charges.charge_component || ' that is not itemised')
            as charge_description,
        billed_charges.billed_cost,
        billed_charges.currency,
        case when billed_charges.meter is not null then billed_charges.billed_quantity end as quantity,
        meters.unit,
        calculated_usage.list_unit_price,
        billed_charges.model,
        billed_charges.meter,
        billed_charges.service_tier,
        billed_charges.deployment_scope,
        billed_charges.region,
        billed_charges.mapping_status
    from billed_charges
    left join meters
        on billed_charges.meter = meters.meter
    left join calculated_usage
        on
            billed_charges.platform = calculated_usage.platform
            and billed_charges.billing_account_id = calculated_usage.billing_account_id
            and billed_charges.usage_date = calculated_usage.usage_date
            and billed_charges.currency = calculated_usage.currency
            and billed_charges.model = calculated_usage.model
            and billed_charges.meter = calculated_usage.meter
),

charges_of_invoices as (
    select
        {{ invoice_line_id() }} as charge_id,
        'user_invoice' as charge_side,
        platform,
        user_id as billing_account_id,
        cast(null as {{ dbt.type_string() }}) as sub_account_id,
        '{{ var("invoice_issuer_name") }}' as issuer_name,
        {{ invoice_id() }} as invoice_id,
        user_id,
        billing_period as billing_period_start,
        billing_period as charge_period_start,
        {{ next_month('billing_period') }} as charge_period_end,
        'Usage' as charge_category,
        'usage' as charge_component,
        cast(null as {{ dbt.type_string() }}) as charge_class,
        model || ' ' || meter as charge_description,
        cast(amount as {{ type_amount() }}) as billed_cost,
        currency,
        quantity,
        unit,
        cast(null as {{ type_unit_price() }}) as list_unit_price,
        model,
        meter,
        cast(null as {{ dbt.type_string() }}) as service_tier,
        cast(null as {{ dbt.type_string() }}) as deployment_scope,
        cast(null as {{ dbt.type_string() }}) as region,
        'mapped' as mapping_status
    from invoice_lines
),

charges as (
    select * from charges_of_bills

    union all

    select * from charges_of_invoices
),

named_charges as (
    select
        charges.*,
        coalesce(charges.issuer_name, platforms.focus_provider_name, charges.platform) as provider_name,
        coalesce(platforms.focus_publisher_name, charges.platform) as publisher_name,
        coalesce(platforms.focus_service_name, charges.platform) as platform_service_name
    from charges
    left join platforms
        on charges.platform = platforms.platform
)

select * from named_charges
