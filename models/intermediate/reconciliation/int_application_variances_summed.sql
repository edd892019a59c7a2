{#-
    Differing application costs of an account in a month, in the currency of its bill. Differences that add up to no
    more than the tolerance amount, without regard to their signs, are the rounding of the application.
-#}
with days as (
    select * from {{ ref('int_application_costs_compared') }}
    where compared_calls > 0
),

currencies as (
    select * from {{ ref('int_bill_exchange_rates') }}
    where exchange_rate is not null
),

converted_days as (
    select
        days.platform,
        days.billing_account_id,
        {{ month_start('days.usage_date') }} as billing_period,
        coalesce(currencies.currency, days.currency) as currency,
        days.compared_calls,
        days.differing_calls,
        {% for column in ['reported_variance_amount', 'gross_reported_variance_amount'] -%}
        case
            when currencies.exchange_rate is null then days.{{ column }}
            else {{ converted_amount('days.' ~ column, 'currencies.exchange_rate') }}
        end as {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from days
    left join currencies
        on
            days.platform = currencies.platform
            and days.billing_account_id = currencies.billing_account_id
            and days.usage_date = currencies.usage_date
            and days.currency = currencies.pricing_currency
),

account_periods as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        sum(compared_calls) as compared_calls,
        sum(differing_calls) as differing_calls,
        coalesce(sum(reported_variance_amount), 0) as reported_variance_amount,
        coalesce(sum(gross_reported_variance_amount), 0) > {{ var('reconciliation_tolerance_amount') }} as is_differing
    from converted_days
    group by platform, billing_account_id, billing_period, currency
),

judged_periods as (
    select
        platform,
        billing_account_id,
        billing_period,
        currency,
        cast(compared_calls as bigint) as compared_calls,
        cast(case when is_differing then differing_calls else 0 end as bigint) as differing_calls,
        cast(case when is_differing then reported_variance_amount else 0 end as {{ type_amount() }})
            as reported_variance_amount
    from account_periods
)

select * from judged_periods
