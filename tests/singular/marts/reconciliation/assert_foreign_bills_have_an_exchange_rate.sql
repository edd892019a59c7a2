{{ config(severity='warn') }}
-- Names accounts whose bill is in another currency than the prices, without a rate to convert at: neither the bill nor
-- the seed exchange_rates has one. Calculation and bill then stay in separate rows until a row is added to the seed.
with currencies as (
    select * from {{ ref('int_bill_exchange_rates') }}
    where exchange_rate is null
),

named as (
    select
        platform,
        billing_account_id,
        pricing_currency,
        currency,
        count(*) as days,
        min(usage_date) as first_day,
        max(usage_date) as last_day
    from currencies
    group by platform, billing_account_id, pricing_currency, currency
)

select * from named
