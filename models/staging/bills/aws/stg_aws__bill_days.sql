{#-
    The days that each report covers: its whole billing period, as every refresh reports the month so far and replaces
    the one before. A report that names several usage accounts covers all of them; else it may be the report of that
    account.
-#}
{%- set report = 'partition by delivery_id, loaded_at, billing_account_id' -%}

with charges as (
    select * from {{ ref('stg_aws__billed_charges') }}
),

bill_days as (
    select distinct
        platform,
        delivery_id,
        billing_account_id,
        case
            when min(sub_account_id) over ({{ report }}) != max(sub_account_id) over ({{ report }}) then '*'
            else sub_account_id
        end as sub_account_id,
        invoice_period as covered_from,
        invoice_period_end as covered_until,
        loaded_at
    from charges
    where usage_date is not null
)

select * from bill_days
