{{ config(materialized='table') }}
{#-
    The delivery set that is current for each charged day of an account: the newest one that covers the day. If two sets
    are equally new, the one with the larger key is current. Providers deliver a growing bill again and again, and two
    deliveries of one day must not be added up.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_scaled') }}
    where rejection_reason is null
),

covering_sets as (
    select * from {{ ref('int_bill_deliveries_dated') }}
),

charged_days as (
    select distinct
        platform,
        billing_account_id,
        sub_account_id,
        bill_date
    from charges
),

ranked_sets as (
    select
        charged_days.platform,
        charged_days.billing_account_id,
        charged_days.sub_account_id,
        charged_days.bill_date,
        covering_sets.delivery_set,
        row_number() over (
            partition by
                charged_days.platform,
                charged_days.billing_account_id,
                charged_days.sub_account_id,
                charged_days.bill_date
            order by covering_sets.delivered_at desc, covering_sets.delivery_set desc
        ) as newness_rank
    from charged_days
    inner join covering_sets
        on
            charged_days.platform = covering_sets.platform
            and charged_days.billing_account_id = covering_sets.billing_account_id
            and covering_sets.sub_account_id in (charged_days.sub_account_id, '*')
            and charged_days.bill_date >= covering_sets.covered_from
            and charged_days.bill_date < covering_sets.covered_until
),

newest_sets as (
    select
        platform,
        billing_account_id,
        sub_account_id,
        bill_date,
        delivery_set,
        {{ bill_day_key() | indent(8) }} as bill_day_key
    from ranked_sets
    where newness_rank = 1
)

select * from newest_sets
