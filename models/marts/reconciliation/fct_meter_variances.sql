{#-
    Calculated and billed usage side by side, in quantity and money, with variance and status. It has the finest grain
    at which the bill can be compared. Long because every step lists the columns of both sides.
-#}
{%- set keys = ['platform', 'billing_account_id', 'usage_date', 'currency', 'model', 'meter'] -%}

with calculated_usage as (
    select * from {{ ref('int_calculated_usage_at_bill_grain') }}
),

billed_usage as (
    select * from {{ ref('int_billed_usage_summed') }}
),

platforms as (
    select * from {{ ref('platforms') }}
),

-- No bill lists usage of provisioned capacity, so it has rows of its own beside those of other usage.
keys as (
    select
        {{ keys | join(',\n        ') }},
        is_provisioned
    from calculated_usage

    union

    select
        {{ keys | join(',\n        ') }},
        false as is_provisioned
    from billed_usage
),

compared_meters as (
    select
        keys.platform,
        keys.billing_account_id,
        keys.usage_date,
        {{ month_start('keys.usage_date') }} as billing_period,
        keys.model,
        keys.meter,
        keys.currency,
        keys.is_provisioned,
        calculated_usage.platform is not null as has_usage,
        billed_usage.platform is not null as has_bill,
        calculated_usage.calculated_quantity,
        billed_usage.billed_quantity,
        calculated_usage.calculated_cost,
        billed_usage.billed_cost,
        calculated_usage.list_unit_price,
        calculated_usage.pricing_currency,
        calculated_usage.exchange_rate,
        {{ is_bill_final('keys.usage_date', 'platforms') }} as is_final
    from keys
    left join calculated_usage
        on
            keys.platform = calculated_usage.platform
            and keys.billing_account_id = calculated_usage.billing_account_id
            and keys.usage_date = calculated_usage.usage_date
            and keys.currency = calculated_usage.currency
            and keys.model = calculated_usage.model
            and keys.meter = calculated_usage.meter
            and keys.is_provisioned = calculated_usage.is_provisioned
    left join billed_usage
        on
            keys.platform = billed_usage.platform
            and keys.billing_account_id = billed_usage.billing_account_id
            and keys.usage_date = billed_usage.usage_date
            and keys.currency = billed_usage.currency
            and keys.model = billed_usage.model
            and keys.meter = billed_usage.meter
            and not keys.is_provisioned
    left join platforms
        on keys.platform = platforms.platform
),

meter_variances as (
    select
        platform,
        billing_account_id,
        usage_date,
        billing_period,
        model,
        meter,
        currency,
        is_provisioned,
        calculated_quantity,
        billed_quantity,
        -- A bill that states money and no quantity has not billed a quantity of zero.
        cast(
            case
                when
                    not is_provisioned
                    and not (has_bill and billed_quantity is null and calculated_quantity is not null)
                    then coalesce(billed_quantity, 0) - coalesce(calculated_quantity, 0)
            end as {{ type_total_quantity() }}
        ) as quantity_variance,
        calculated_cost,
        billed_cost,
        cast(coalesce(billed_cost, 0) - coalesce(calculated_cost, 0) as {{ type_amount() }}) as variance_amount,
        -- A quantity beyond any real bill has no cost at list price, because the product could overflow.
        case
            when abs(billed_quantity) < 10000000000000 then {{ quantity_cost('billed_quantity', 'list_unit_price') }}
        end as cost_at_list,
        list_unit_price,
        pricing_currency,
        exchange_rate,
        has_usage,
        has_bill,
        is_final
    from compared_meters
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
        cast({{ exact_ratio('billed_cost', 'cost_at_list') }} as decimal(38, 6)) as unit_price_ratio,
        case
            when is_provisioned then 'provisioned'
            else {{ reconciliation_status('is_final', 'has_usage', 'has_bill', 'variance_amount', 'billed_cost') }}
        end as reconciliation_status,
        is_final,
        is_provisioned
    from meter_variances
),

variances_with_quantity_status as (
    select
        *,
        {{ quantity_status('reconciliation_status', 'calculated_quantity', 'billed_quantity') }} as quantity_status
    from judged_variances
)

select * from variances_with_quantity_status
