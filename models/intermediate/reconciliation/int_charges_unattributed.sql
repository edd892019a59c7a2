{#- What the bill holds that no event caused: unmapped meters, usage that was never logged, tax, credits and fees. -#}
with billed_usage as (
    select * from {{ ref('int_billed_usage_summed') }}
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope and charge_component != 'usage'
),

weights as (
    select * from {{ ref('int_bill_shares_weighed') }}
),

shared_out as (
    select distinct meter_variance_id
    from weights
    where share_ratio is not null
),

billed as (
    select
        {{ meter_variance_id() }} as meter_variance_id,
        *
    from billed_usage
),

unattributed as (
    select
        billed.meter_variance_id,
        billed.platform,
        billed.billing_account_id,
        billed.usage_date,
        billed.currency,
        billed.model,
        billed.meter,
        billed.billed_cost
    from billed
    left join shared_out
        on billed.meter_variance_id = shared_out.meter_variance_id
    where shared_out.meter_variance_id is null

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

select * from unattributed
