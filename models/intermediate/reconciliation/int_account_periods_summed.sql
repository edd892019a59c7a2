{#-
    The calculated, billed and application costs of an account in a month, side by side; NULL if a side has nothing.
    Application costs are converted into the currency of the bill. Long because the three sides are stacked before they
    are summed.
-#}
with usage as (
    select * from {{ ref('int_calculated_usage_converted') }}
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

usage_with_application_cost as (
    select * from {{ ref('int_usage_days_summed') }}
    where reported_cost is not null
),

currencies as (
    select * from {{ ref('int_bill_exchange_rates') }}
    where exchange_rate is not null
),

application_costs as (
    select
        platform,
        billing_account_id,
        billing_period,
        usage_date,
        reported_currency,
        cast(sum(reported_cost) as {{ type_amount() }}) as reported_cost
    from usage_with_application_cost
    group by platform, billing_account_id, billing_period, usage_date, reported_currency
),

converted_application_costs as (
    select
        application_costs.platform,
        application_costs.billing_account_id,
        application_costs.billing_period,
        coalesce(currencies.currency, application_costs.reported_currency) as currency,
        cast(
            case
                when currencies.exchange_rate is null then application_costs.reported_cost
                else {{ converted_amount('application_costs.reported_cost', 'currencies.exchange_rate') }}
            end as {{ type_amount() }}
        ) as reported_cost
    from application_costs
    left join currencies
        on
            application_costs.platform = currencies.platform
            and application_costs.billing_account_id = currencies.billing_account_id
            and application_costs.usage_date = currencies.usage_date
            and application_costs.reported_currency = currencies.pricing_currency
),

sides as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        calculated_cost,
        cast(null as {{ type_amount() }}) as billed_cost,
        cast(null as {{ type_amount() }}) as reported_cost,
        1 as is_usage,
        0 as is_bill,
        0 as is_billed_usage
    from usage

    union all

    select
        platform,
        billing_account_id,
        {{ month_start('usage_date') }} as billing_period,
        currency,
        cast(null as {{ type_amount() }}) as calculated_cost,
        billed_cost,
        cast(null as {{ type_amount() }}) as reported_cost,
        0 as is_usage,
        1 as is_bill,
        case when charge_component = 'usage' then 1 else 0 end as is_billed_usage
    from charges

    union all

    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        cast(null as {{ type_amount() }}) as calculated_cost,
        cast(null as {{ type_amount() }}) as billed_cost,
        reported_cost,
        0 as is_usage,
        0 as is_bill,
        0 as is_billed_usage
    from converted_application_costs
),

account_periods as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        cast(sum(calculated_cost) as {{ type_amount() }}) as calculated_cost,
        cast(sum(billed_cost) as {{ type_amount() }}) as billed_cost,
        cast(sum(reported_cost) as {{ type_amount() }}) as reported_cost,
        max(is_usage) = 1 as has_usage,
        max(is_bill) = 1 as has_bill,
        max(is_billed_usage) = 1 as has_billed_usage
    from sides
    group by platform, billing_account_id, billing_period, currency
    having max(is_usage) + max(is_bill) > 0
)

select * from account_periods
