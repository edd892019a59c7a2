{{ config(severity='warn') }}
-- Names accounts whose bill is in another currency than the prices, with no rate to convert: neither the bill gives one
-- nor the seed exchange_rates. Calculation and bill then stand beside each other until a row is added.
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
