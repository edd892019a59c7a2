-- Guards the explanation of a variance: its components add up to it, exactly. If the components miss a case, a part of
-- the variance stays unexplained and is not shown.
with reconciliations as (
    select * from {{ ref('fct_reconciliations') }}
),

components as (
    select * from {{ ref('fct_variance_components') }}
),

totals as (
    select
        reconciliation_id,
        variance_amount as amount
    from reconciliations

    union all

    select
        reconciliation_id,
        -amount as amount
    from components
),

compared as (
    select
        reconciliation_id,
        sum(amount) as amount_off
    from totals
    group by reconciliation_id
)

select * from compared
where amount_off != 0
