-- Guards the homes of bill lines: a charge is refused with a reason, or another delivery speaks for its day, or it
-- stands, once, either in scope or out of it. A day that no delivery covers, or a charge that is neither in nor out of
-- scope, would take its money out of every total.
with charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
    where rejection_reason is null
),

days as (
    select * from {{ ref('int_bill_days_covered') }}
),

standing as (
    select
        charge_id,
        count(*) as times
    from {{ ref('int_billed_charges_current') }}
    where is_in_scope is not null
    group by charge_id
),

housed as (
    select
        charges.charge_id,
        charges.platform,
        charges.billing_account_id,
        charges.usage_date,
        charges.billed_cost,
        coalesce(standing.times, 0) as times_standing,
        case when days.delivery_set != charges.delivery_set then 1 else 0 end as times_replaced
    from charges
    left join standing
        on charges.charge_id = standing.charge_id
    left join days
        on
            charges.platform = days.platform
            and charges.billing_account_id = days.billing_account_id
            and charges.sub_account_id = days.sub_account_id
            and charges.bill_date = days.bill_date
)

select * from housed
where times_standing + times_replaced != 1
