-- Guards the history of bills: the last revisions, and all changes added up, are the current bill, meter by meter. If a
-- delivery were tracked wrongly, the history would show a bill that no provider ever sent.
with revisions as (
    select * from {{ ref('fct_bill_revisions') }}
),

charges as (
    select * from {{ ref('fct_billed_charges') }}
),

sides as (
    select
        platform,
        billing_account_id,
        usage_date,
        raw_meter_name,
        currency,
        billed_cost as current_cost,
        0 as changed_cost,
        0 as standing_cost
    from revisions
    where is_current

    union all

    select
        platform,
        billing_account_id,
        usage_date,
        raw_meter_name,
        currency,
        0 as current_cost,
        cost_change as changed_cost,
        0 as standing_cost
    from revisions

    union all

    select
        platform,
        billing_account_id,
        usage_date,
        raw_meter_name,
        currency,
        0 as current_cost,
        0 as changed_cost,
        billed_cost as standing_cost
    from charges
),

summed as (
    select
        platform,
        billing_account_id,
        usage_date,
        raw_meter_name,
        currency,
        sum(current_cost) as current_cost,
        sum(changed_cost) as changed_cost,
        sum(standing_cost) as standing_cost
    from sides
    group by platform, billing_account_id, usage_date, raw_meter_name, currency
)

select * from summed
where current_cost != standing_cost or changed_cost != standing_cost
