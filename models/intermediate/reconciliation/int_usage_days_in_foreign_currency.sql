{#-
    Days of usage whose bill is in another currency than their prices, and that currency. A bill that is also in the
    currency of the prices is compared in that one, and its days are not listed. If a bill has several other currencies,
    the one with the most money counts. Long because application costs have a currency of their own and are looked up
    too.
-#}
with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

usage_with_application_cost as (
    select * from {{ ref('int_usage_days_summed') }}
    where reported_cost is not null
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

days as (
    select
        platform,
        billing_account_id,
        billing_period,
        usage_date,
        currency as pricing_currency
    from usage

    union

    select
        platform,
        billing_account_id,
        billing_period,
        usage_date,
        reported_currency as pricing_currency
    from usage_with_application_cost
),

billed_currencies as (
    select
        platform,
        billing_account_id,
        {{ month_start('usage_date') }} as billing_period,
        currency,
        sum(abs(billed_cost)) as weight
    from charges
    group by platform, billing_account_id, {{ month_start('usage_date') }}, currency
),

ranked_currencies as (
    select
        days.platform,
        days.billing_account_id,
        days.billing_period,
        days.usage_date,
        days.pricing_currency,
        billed_currencies.currency,
        row_number() over (
            partition by days.platform, days.billing_account_id, days.usage_date, days.pricing_currency
            order by
                case when billed_currencies.currency = days.pricing_currency then 0 else 1 end asc,
                billed_currencies.weight desc,
                billed_currencies.currency asc
        ) as currency_rank
    from days
    inner join billed_currencies
        on
            days.platform = billed_currencies.platform
            and days.billing_account_id = billed_currencies.billing_account_id
            and days.billing_period = billed_currencies.billing_period
),

foreign_days as (
    select
        platform,
        billing_account_id,
        billing_period,
        usage_date,
        pricing_currency,
        currency
    from ranked_currencies
    where currency_rank = 1 and currency != pricing_currency
)

select * from foreign_days
