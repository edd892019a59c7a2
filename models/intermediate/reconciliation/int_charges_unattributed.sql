{#- What the bill holds that no event caused: unmapped meters, usage that was never logged, tax, credits and fees. -#}
with billed as (
    select * from {{ ref('int_billed_usage_summed') }}
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope and charge_category != 'Usage'
),

weights as (
    select * from {{ ref('int_bill_shares_weighed') }}
),

shared_out as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        currency,
        billed_model,
        billed_meter
    from weights
    where share_ratio is not null
),

unattributed as (
    select
        billed.platform,
        billed.billing_account_id,
        billed.usage_date,
        billed.currency,
        billed.model,
        billed.meter,
        billed.billed_cost
    from billed
    left join shared_out
        on
            billed.platform = shared_out.platform
            and billed.billing_account_id = shared_out.billing_account_id
            and billed.usage_date = shared_out.usage_date
            and billed.currency = shared_out.currency
            and billed.model = shared_out.billed_model
            and billed.meter = shared_out.billed_meter
    where shared_out.platform is null

    union all

    select
        platform,
        billing_account_id,
        usage_date,
        currency,
        '(none)' as model,
        lower(charge_category) as meter,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost
    from charges
    group by platform, billing_account_id, usage_date, currency, charge_category
)

select * from unattributed
