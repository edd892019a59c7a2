{#-
    Billed charges without a matching event: unmapped meters, usage that was never logged, tax, credits and fees. With
    them the allocated costs add up to the bill.
-#}
with billed_usage as (
    select * from {{ ref('int_billed_usage_summed') }}
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where charge_component != 'usage'
),

weights as (
    select * from {{ ref('int_bill_shares_weighed') }}
),

allocated_variances as (
    select distinct meter_variance_id
    from weights
    where share_ratio is not null
),

keyed_billed_usage as (
    select
        {{ meter_variance_id() }} as meter_variance_id,
        *
    from billed_usage
),

unattributed_charges as (
    select
        keyed_billed_usage.meter_variance_id,
        keyed_billed_usage.platform,
        keyed_billed_usage.billing_account_id,
        keyed_billed_usage.usage_date,
        keyed_billed_usage.currency,
        keyed_billed_usage.model,
        keyed_billed_usage.meter,
        keyed_billed_usage.billed_cost
    from keyed_billed_usage
    left join allocated_variances
        on keyed_billed_usage.meter_variance_id = allocated_variances.meter_variance_id
    where allocated_variances.meter_variance_id is null

    union all

    select
        cast(null as {{ dbt.type_string() }}) as meter_variance_id,
        platform,
        billing_account_id,
        usage_date,
        currency,
        '(none)' as model,
        charge_component as meter,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost
    from charges
    group by platform, billing_account_id, usage_date, currency, charge_component
)

select * from unattributed_charges
