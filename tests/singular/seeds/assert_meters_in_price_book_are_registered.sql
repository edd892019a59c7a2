-- Guards the meter registry. A price for a meter that no usage has, such as a misspelt one, would never be used. The
-- usage that it was meant for would stay unpriced although the price book looks complete.
with

prices as (

    select * from {{ ref('int_list_prices_unioned') }}

),

meters as (

    select * from {{ ref('meters') }}

),

unregistered as (

    select distinct
        prices.platform,
        prices.meter
    from prices
    left join meters
        on prices.meter = meters.meter
    where meters.meter is null

)

select * from unregistered
