{#- Every user with usage, and `(unattributed)` for usage that names no user. -#}
with months as (
    select * from {{ ref('int_user_months_summed') }}
),

users as (
    select
        user_id,
        max(account_id) as account_id,
        count(distinct account_id) as accounts,
        user_id != '(unattributed)' as is_invoiced,
        min(first_used_on) as first_used_on,
        max(last_used_on) as last_used_on,
        cast(sum(events) as bigint) as events
    from months
    group by user_id
)

select * from users
