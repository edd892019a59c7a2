{{ config(materialized='table') }}
{#- What cutting left of each billed amount, for its bearer: the first event of the group by key. -#}
with shares as (
    select * from {{ ref('int_usage_cost_shares') }}
    where cut_share is not null
),

weights as (
    select * from {{ ref('int_bill_shares_weighed') }}
),

billed_groups as (
    select
        bill_group,
        max(billed_cost) as billed_cost
    from weights
    group by bill_group
),

cut_shares as (
    select
        bill_group,
        sum(cut_share) as cut_share
    from shares
    group by bill_group
),

remaining as (
    select
        cut_shares.bill_group,
        cast(billed_groups.billed_cost - cut_shares.cut_share as {{ type_amount() }}) as remainder
    from cut_shares
    inner join billed_groups
        on cut_shares.bill_group = billed_groups.bill_group
)

select * from remaining
