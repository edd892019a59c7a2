{#-
    The reasons why the bill of a period differs from the calculation, in money. A meter that both sides have has a
    difference in quantity at the list price; the rest is a difference in price, so that the two always add up. Long
    because each kind of component is a branch of its own.
-#}
with meters as (
    select * from {{ ref('fct_meter_variances') }}
),

charges as (
    select * from {{ ref('fct_billed_charges') }}
),

classified_meters as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        {{ variance_component() }} as component,
        variance_amount,
        {{ quantity_variance_amount() }} as quantity_variance_amount
    from meters
),

components as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        component,
        variance_amount as amount
    from classified_meters
    where component != 'priced_on_both_sides'

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        'quantity_variance' as component,
        quantity_variance_amount as amount
    from classified_meters
    where component = 'priced_on_both_sides'

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        'price_variance' as component,
        variance_amount - quantity_variance_amount as amount
    from classified_meters
    where component = 'priced_on_both_sides'

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        charge_component as component,
        billed_cost as amount
    from charges
    where charge_component != 'usage'
),

summed_components as (
    select
        {{ reconciliation_id() }} as reconciliation_id,
        platform,
        billing_account_id,
        billing_period,
        currency,
        component,
        cast(sum(amount) as {{ type_amount() }}) as amount
    from components
    group by platform, billing_account_id, billing_period, currency, component
    having sum(amount) != 0
)

select * from summed_components
