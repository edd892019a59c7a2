with events as (
    select * from {{ ref('int_usage_events_costed') }}
),

summed as (
    select
        user_id,
        max(account_id) as account_id,
        count(distinct account_id) as accounts,
        user_id != '(unattributed)' as is_invoiced,
        min(usage_date) as first_used_on,
        max(usage_date) as last_used_on,
        count(*) as events
    from events
    group by user_id
)

select * from summed
