-- Guards the columns that people read first: variance, ratio, statuses and action follow from the row's own costs and
-- quantities. A `matched` beside a variance of a third, or `none` beside a discrepancy, closes a month that should have
-- been disputed. So does a `matched` that hides differences that cancel.
{%- set bounds -%}
    (
        abs(variance_amount) <= {{ var('reconciliation_tolerance_amount') }}
        or abs(variance_amount) * 100 <= {{ var('reconciliation_tolerance_percent') }} * abs(coalesce(billed_cost, 0))
    )
{%- endset %}
{%- set gross_bounds = bounds | replace('variance_amount', 'gross_variance_amount') %}
{%- set quantity_bounds -%}
    abs(quantity_variance) * 100 <= {{ var('reconciliation_tolerance_percent') }} * abs(billed_quantity)
{%- endset %}

with months as (
    select * from {{ ref('fct_reconciliations') }}
),

meters as (
    select * from {{ ref('fct_meter_variances') }}
),

compared as (
    select
        platform,
        billing_account_id,
        cast(null as date) as usage_date,
        billing_period,
        calculated_cost,
        billed_cost,
        variance_amount,
        gross_variance_amount,
        cast(null as {{ type_total_quantity() }}) as calculated_quantity,
        cast(null as {{ type_total_quantity() }}) as billed_quantity,
        cast(null as {{ type_total_quantity() }}) as quantity_variance,
        variance_ratio,
        reconciliation_status,
        cast(null as {{ dbt.type_string() }}) as quantity_status,
        is_offsetting,
        is_final,
        action
    from months

    union all

    select
        platform,
        billing_account_id,
        usage_date,
        billing_period,
        calculated_cost,
        billed_cost,
        variance_amount,
        cast(null as {{ type_amount() }}) as gross_variance_amount,
        calculated_quantity,
        billed_quantity,
        quantity_variance,
        variance_ratio,
        reconciliation_status,
        quantity_status,
        cast(null as boolean) as is_offsetting,
        is_final,
        cast(null as {{ dbt.type_string() }}) as action
    from meters
)

select * from compared
where
    variance_amount != coalesce(billed_cost, 0) - coalesce(calculated_cost, 0)
    -- The ratio has six decimals, so that the product is off by half a millionth of the bill at most.
    or abs(variance_ratio * billed_cost - variance_amount) * 2000000 > abs(billed_cost)
    or (variance_ratio is null and billed_cost != 0)
    or (reconciliation_status = 'pending' and is_final)
    or (reconciliation_status not in ('pending', 'provisioned') and not is_final)
    or (reconciliation_status = 'provisioned' and (calculated_cost is not null or billed_cost is not null))
    or (reconciliation_status = 'matched' and not {{ bounds }})
    or (reconciliation_status = 'discrepancy' and {{ bounds }})
    or (reconciliation_status = 'missing_bill' and billed_cost is not null)
    or (reconciliation_status = 'missing_usage' and calculated_cost is not null)
    or (reconciliation_status in ('matched', 'discrepancy') and billed_cost is null)
    or (reconciliation_status = 'matched' and not is_offsetting and action != 'none')
    or gross_variance_amount < abs(variance_amount)
    or (is_offsetting and (reconciliation_status != 'matched' or {{ gross_bounds }}))
    or (reconciliation_status = 'matched' and not is_offsetting and not {{ gross_bounds }})
    or (quantity_status != reconciliation_status and reconciliation_status not in ('matched', 'discrepancy'))
    or (quantity_status in ('matched', 'discrepancy') and coalesce(calculated_quantity, billed_quantity) is null)
    or (quantity_status = 'matched' and not {{ quantity_bounds }})
    or (quantity_status = 'discrepancy' and {{ quantity_bounds }})
    or (reconciliation_status in ('pending', 'missing_bill') and action != 'wait_for_bill')
    or (reconciliation_status = 'missing_usage' and action != 'find_missing_usage')
