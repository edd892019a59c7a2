{#-
    What providers bill us and what we bill users, told in the terms of FOCUS 1.2. A charge is priced by the unit where
    quantity × list price is exact, which it is for whole quantities; else as one charge at its cost, as a unit price that
    is rounded would not multiply to it.
-#}
with billed as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope
),

calculated as (
    select * from {{ ref('int_calculated_usage_at_bill_grain') }}
),

invoiced as (
    select * from {{ ref('int_invoice_lines_rounded') }}
),

meters as (
    select * from {{ ref('meters') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

bills as (
    select
        billed.charge_id,
        'provider_bill' as charge_side,
        billed.platform,
        billed.billing_account_id,
        coalesce(nullif(billed.sub_account_id, ''), billed.project_id) as sub_account_id,
        cast(null as {{ dbt.type_string() }}) as issuer_name,
        billed.platform || ':' || billed.billing_account_id || ':'
        || substring(cast(billed.invoice_period as {{ dbt.type_string() }}), 1, 10) || ':' || billed.currency
            as invoice_id,
        cast(null as {{ dbt.type_string() }}) as user_id,
        billed.invoice_period as billing_period_start,
        billed.usage_date as charge_period_start,
        cast({{ dbt.dateadd('day', 1, 'billed.usage_date') }} as date) as charge_period_end,
        billed.charge_category,
        billed.charge_component,
        case when billed.bill_date != billed.usage_date then 'Correction' end as charge_class,
        coalesce(billed.raw_meter_name, billed.charge_component || ' that is not itemised') as charge_description,
        billed.billed_cost,
        billed.currency,
        case when billed.mapping_status = 'mapped' then billed.billed_quantity end as quantity,
        meters.unit,
        calculated.list_unit_price,
        case when billed.mapping_status = 'mapped' then billed.model end as model,
        case when billed.mapping_status = 'mapped' then billed.meter end as meter,
        case when billed.mapping_status = 'mapped' then billed.service_tier end as service_tier,
        case when billed.mapping_status = 'mapped' then billed.deployment_scope end as deployment_scope,
        billed.region,
        billed.mapping_status
    from billed
    left join meters
        on billed.meter = meters.meter
    left join calculated
        on
            billed.platform = calculated.platform
            and billed.billing_account_id = calculated.billing_account_id
            and billed.usage_date = calculated.usage_date
            and billed.currency = calculated.currency
            and billed.model = calculated.model
            and billed.meter = calculated.meter
),

invoices as (
    select
        {{ surrogate_key(['user_id', 'billing_period', 'currency', 'platform', 'model', 'meter', 'unit']) }}
            as charge_id,
        'user_invoice' as charge_side,
        platform,
        user_id as billing_account_id,
        cast(null as {{ dbt.type_string() }}) as sub_account_id,
        '{{ var("invoice_issuer_name") }}' as issuer_name,
        {{ surrogate_key(['user_id', 'billing_period', 'currency']) }} as invoice_id,
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
    from invoiced
),

unioned as (
    select * from bills

    union all

    select * from invoices
),

named as (
    select
        unioned.*,
        coalesce(unioned.issuer_name, platforms.focus_provider_name, unioned.platform) as provider_name,
        coalesce(platforms.focus_publisher_name, unioned.platform) as publisher_name,
        coalesce(platforms.focus_service_name, unioned.platform) as platform_service_name
    from unioned
    left join platforms
        on unioned.platform = platforms.platform
)

select * from named
