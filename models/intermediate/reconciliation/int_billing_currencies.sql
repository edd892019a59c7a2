{{ config(materialized='table') }}
{#-
    In which currency a day of usage is compared, where its bill is in another than its prices, and at which rate: the one
    that the bill itself gives for the day, or for the month, else that of the seed. A bill that is also in the currency of
    the prices is compared in that one; of several others the one with most money counts.
-#}
with usage as (
    select * from {{ ref('int_calculated_usage_summed') }}
),

reported as (
    select * from {{ ref('int_usage_days_summed') }}
    where reported_cost is not null
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
    where is_in_scope
),

exchange_rates as (
    select * from {{ ref('exchange_rates') }}
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
    from reported
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

ranked as (
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
    select * from ranked
    where currency_rank = 1 and currency != pricing_currency
),

rates_of_bills as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        pricing_currency,
        currency,
        max(exchange_rate) over (
            partition by platform, billing_account_id, usage_date, pricing_currency, currency
        ) as day_rate,
        max(exchange_rate) over (
            partition by platform, billing_account_id, {{ month_start('usage_date') }}, pricing_currency, currency
        ) as month_rate
    from charges
    where exchange_rate is not null
),

months_of_bills as (
    select distinct
        platform,
        billing_account_id,
        {{ month_start('usage_date') }} as billing_period,
        pricing_currency,
        currency,
        month_rate
    from rates_of_bills
),

rated as (
    select
        foreign_days.platform,
        foreign_days.billing_account_id,
        foreign_days.usage_date,
        foreign_days.pricing_currency,
        foreign_days.currency,
        coalesce(rates_of_bills.day_rate, months_of_bills.month_rate, exchange_rates.rate) as exchange_rate
    from foreign_days
    left join rates_of_bills
        on
            foreign_days.platform = rates_of_bills.platform
            and foreign_days.billing_account_id = rates_of_bills.billing_account_id
            and foreign_days.usage_date = rates_of_bills.usage_date
            and foreign_days.pricing_currency = rates_of_bills.pricing_currency
            and foreign_days.currency = rates_of_bills.currency
    left join months_of_bills
        on
            foreign_days.platform = months_of_bills.platform
            and foreign_days.billing_account_id = months_of_bills.billing_account_id
            and foreign_days.billing_period = months_of_bills.billing_period
            and foreign_days.pricing_currency = months_of_bills.pricing_currency
            and foreign_days.currency = months_of_bills.currency
    left join exchange_rates
        on
            foreign_days.pricing_currency = exchange_rates.from_currency
            and foreign_days.currency = exchange_rates.to_currency
            and {{ is_effective_at(
                'foreign_days.usage_date', 'exchange_rates.valid_from', 'exchange_rates.valid_until'
            ) }}
)

select * from rated
