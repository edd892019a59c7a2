{{ config(materialized='table') }}
{#-
    Each day and name that usage was booked under, with a hash of everything that its totals depend on: the known
    deliveries, the status of repeated records and the rates of the day. A total with another hash is stale. So late
    usage, a restated record, a corrected price, alias or mapping, or another `as_of` changes exactly the days and names
    that it touches. Long because each kind of input is hashed separately.
-#}
with deliveries as (
    select * from {{ ref('int_usage_deliveries_summed') }}
    where not is_rejected and {{ is_known_delivery('delivery_id') }}
),

verdicts as (
    select * from {{ ref('int_usage_records_ranked') }}
),

rates as (
    select * from {{ ref('int_usage_rates') }}
),

inputs as (
    select
        usage_date,
        rate_key,
        {{ hex_number('delivery_id') }} as input_number
    from deliveries

    union all

    select
        usage_date,
        rate_key,
        {{ hex_number(surrogate_key(['delivery_id', 'record_number', 'record_status'])) }} as input_number
    from verdicts

    union all

    select
        first_usage_date as usage_date,
        rate_key,
        {{ hex_number(surrogate_key(['delivery_id', 'record_number', timestamp_text('first_occurred_at')])) }}
            as input_number
    from verdicts
    where record_status = 'accepted'
),

days as (
    select
        usage_date,
        rate_key,
        count(*) as inputs,
        sum(input_number) as input_sum
    from inputs
    group by usage_date, rate_key
),

-- Only rates that hold on the day count: a price that starts tomorrow does not change today.
rates_of_days as (
    select
        days.usage_date,
        days.rate_key,
        count(*) as rates,
        sum({{ hex_number(surrogate_key([
            'rates.content_hash',
            timestamp_text('greatest(rates.valid_from, cast(days.usage_date as timestamp))'),
            'case when rates.valid_until < ' ~ start_of_next_day('days.usage_date') ~ ' then '
            ~ timestamp_text('rates.valid_until') ~ ' end',
            'rates.context_from_tokens',
            'rates.context_until_tokens',
        ])) }}) as rate_sum
    from days
    inner join rates
        on
            days.rate_key = rates.rate_key
            and rates.valid_from < {{ start_of_next_day('days.usage_date') }}
            and (rates.valid_until is null or rates.valid_until > cast(days.usage_date as timestamp))
    group by days.usage_date, days.rate_key
),

fingerprinted_days as (
    select
        days.usage_date,
        days.rate_key,
        {{ surrogate_key([
            'days.inputs', 'days.input_sum', 'rates_of_days.rates', 'rates_of_days.rate_sum'
        ]) }} as fingerprint
    from days
    inner join rates_of_days
        on
            days.usage_date = rates_of_days.usage_date
            and days.rate_key = rates_of_days.rate_key
)

select * from fingerprinted_days
