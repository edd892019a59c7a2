{%- set keys = ['platform', 'billing_account_id', 'usage_date', 'currency', 'model', 'meter'] -%}

with calculated as (
    select * from {{ ref('int_calculated_usage_at_bill_grain') }}
),

billed as (
    select * from {{ ref('int_billed_usage_summed') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

keys as (
    select
        {{ keys | join(',\n        ') }}
    from calculated

    union

    select
        {{ keys | join(',\n        ') }}
    from billed
),

compared as (
    select
        keys.platform,
        keys.billing_account_id,
        keys.usage_date,
        {{ month_start('keys.usage_date') }} as billing_period,
        keys.model,
        keys.meter,
        keys.currency,
        calculated.platform is not null as has_usage,
        billed.platform is not null as has_bill,
        calculated.calculated_quantity,
        billed.billed_quantity,
        calculated.calculated_cost,
        billed.billed_cost,
        calculated.list_unit_price,
        calculated.pricing_currency,
        calculated.exchange_rate,
        {{ is_bill_final('keys.usage_date', 'platforms') }} as is_final
    from keys
    left join calculated
        on
            keys.platform = calculated.platform
            and keys.billing_account_id = calculated.billing_account_id
            and keys.usage_date = calculated.usage_date
            and keys.currency = calculated.currency
            and keys.model = calculated.model
            and keys.meter = calculated.meter
    left join billed
        on
            keys.platform = billed.platform
            and keys.billing_account_id = billed.billing_account_id
            and keys.usage_date = billed.usage_date
            and keys.currency = billed.currency
            and keys.model = billed.model
            and keys.meter = billed.meter
    left join platforms
        on keys.platform = platforms.platform
),

varied as (
    select
        platform,
        billing_account_id,
        usage_date,
        billing_period,
        model,
        meter,
        currency,
        calculated_quantity,
        billed_quantity,
        -- A bill that gives the money and no quantity has not billed a quantity of zero.
        cast(
            case
                when not (has_bill and billed_quantity is null and calculated_quantity is not null)
                    then coalesce(billed_quantity, 0) - coalesce(calculated_quantity, 0)
            end as {{ type_total_quantity() }}
        ) as quantity_variance,
        calculated_cost,
        billed_cost,
        cast(coalesce(billed_cost, 0) - coalesce(calculated_cost, 0) as {{ type_amount() }}) as variance_amount,
        -- A quantity no price table was made for has no cost at list, so that it cannot overflow.
        case
            when abs(billed_quantity) < 10000000000000 then {{ quantity_cost('billed_quantity', 'list_unit_price') }}
        end as cost_at_list,
        list_unit_price,
        pricing_currency,
        exchange_rate,
        has_usage,
        has_bill,
        is_final
    from compared
),

judged as (
    select
        {{ meter_variance_id() }} as meter_variance_id,
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
        cast({{ exact_ratio('billed_cost', 'cost_at_list') }} as decimal(38, 6)) as unit_price_ratio,
        {{ reconciliation_status('is_final', 'has_usage', 'has_bill', 'variance_amount', 'billed_cost') }}
            as reconciliation_status,
        is_final
    from varied
)

select * from judged
