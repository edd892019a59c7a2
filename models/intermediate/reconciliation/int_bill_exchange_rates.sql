{{ config(materialized='table') }}
{#-
    The exchange rate at which a day of usage is compared with a bill in another currency. The bill's own rate for the
    day comes first, then its rate for the month, then that of the seed `exchange_rates`. Long because each of the three
    is joined by its own keys.
-#}
with foreign_days as (
    select * from {{ ref('int_usage_days_in_foreign_currency') }}
),

charges as (
    select * from {{ ref('int_billed_charges_current') }}
),

exchange_rates as (
    select * from {{ ref('exchange_rates') }}
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

rates_of_days as (
    select
        foreign_days.platform,
        foreign_days.billing_account_id,
        foreign_days.usage_date,
        foreign_days.pricing_currency,
        foreign_days.currency,
        cast(
            coalesce(rates_of_bills.day_rate, months_of_bills.month_rate, exchange_rates.rate)
            as {{ type_exchange_rate() }}
        ) as exchange_rate
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

select * from rates_of_days
