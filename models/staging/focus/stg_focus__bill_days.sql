{#-
    The days that a dataset covers of a billing period of an account, from the first to the last it charges, for every sub
    account that it charges in that period: one that was charged on fewer days is corrected on the others, too.
-#}
with charges as (
    select * from {{ ref('stg_focus__billed_charges') }}
    where bill_date is not null
),

periods as (
    select
        platform,
        delivery_id,
        billing_account_id,
        invoice_period,
        loaded_at,
        min(bill_date) as covered_from,
        cast({{ dbt.dateadd('day', 1, 'max(bill_date)') }} as date) as covered_until
    from charges
    group by platform, delivery_id, billing_account_id, invoice_period, loaded_at
),

sub_accounts as (
    select distinct
        platform,
        delivery_id,
        billing_account_id,
        sub_account_id,
        invoice_period
    from charges
),

renamed as (
    select
        periods.platform,
        periods.delivery_id,
        periods.billing_account_id,
        sub_accounts.sub_account_id,
        periods.covered_from,
        periods.covered_until,
        periods.loaded_at
    from periods
    inner join sub_accounts
        on
            periods.platform = sub_accounts.platform
            and periods.delivery_id = sub_accounts.delivery_id
            and periods.billing_account_id = sub_accounts.billing_account_id
            and periods.invoice_period = sub_accounts.invoice_period
)

select * from renamed
