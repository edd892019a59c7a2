-- Guards the place of every charge. A charge is refused with a reason, or a newer delivery replaces its day, or it is
-- current, once, either in scope or out of it. The money of a charge without a place would be missing from every total.
-- The sides are stacked and grouped, not joined: PostgreSQL expects one row behind the windows of these views, and
-- would join by nested loops.
with charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
    where rejection_reason is null
),

days as (
    select * from {{ ref('int_bill_days_covered') }}
),

current_charges as (
    select charge_id from {{ ref('int_billed_charges_current') }}

    union all

    select charge_id from {{ ref('int_billed_charges_out_of_scope') }}
),

charges_and_days as (
    select
        charge_id,
        platform,
        billing_account_id,
        sub_account_id,
        bill_date,
        delivery_set,
        cast(null as {{ dbt.type_string() }}) as covering_set
    from charges

    union all

    select
        cast(null as {{ dbt.type_string() }}) as charge_id,
        platform,
        billing_account_id,
        sub_account_id,
        bill_date,
        cast(null as {{ dbt.type_string() }}) as delivery_set,
        delivery_set as covering_set
    from days
),

charges_covered as (
    select
        charge_id,
        delivery_set,
        max(covering_set) over (
            partition by platform, billing_account_id, sub_account_id, bill_date
        ) as covering_set
    from charges_and_days
),

homes as (
    select
        charge_id,
        case when covering_set != delivery_set then 1 else 0 end as homes
    from charges_covered
    where charge_id is not null

    union all

    select
        charge_id,
        1 as homes
    from current_charges
),

counted as (
    select
        charge_id,
        sum(homes) as homes
    from homes
    group by charge_id
)

select * from counted
where homes != 1
