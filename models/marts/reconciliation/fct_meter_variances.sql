{#-
    Calculated and billed usage side by side, in quantity and money, with variance and status. The status of the
    quantities is beside that of the money.
-#}
with compared_meters as (
    select * from {{ ref('int_meters_compared') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

meters_with_finality as (
    select
        compared_meters.*,
        {{ is_bill_final('compared_meters.usage_date', 'platforms') }} as is_final
    from compared_meters
    left join platforms
        on compared_meters.platform = platforms.platform
),

judged_variances as (
    select
        {{ meter_variance_id(is_provisioned='is_provisioned') }} as meter_variance_id,
        platform,
        billing_account_id,
        usage_date,
        billing_period,
        model,
        meter,
        currency,
        calculated_quantity,
        billed_quantity,
        quantity_variance,
        calculated_cost,
        billed_cost,
        variance_amount,
        cast({{ exact_ratio('variance_amount', 'billed_cost') }} as decimal(38, 6)) as variance_ratio,
        cast({{ exact_ratio('billed_cost', 'billed_quantity', 12) }} as {{ type_amount() }}) as billed_unit_price,
        list_unit_price,
        cost_at_list,
        pricing_currency,
        exchange_rate,
        unit_price_ratio,
        case
            when is_provisioned then 'provisioned'
            else {{ reconciliation_status('is_final', 'has_usage', 'has_bill', 'variance_amount', 'billed_cost') }}
        end as reconciliation_status,
        is_final,
        is_provisioned
    from meters_with_finality
),

variances_with_quantity_status as (
    select
        *,
        {{ quantity_status('reconciliation_status', 'calculated_quantity', 'billed_quantity') }} as quantity_status
    from judged_variances
)

select * from variances_with_quantity_status
