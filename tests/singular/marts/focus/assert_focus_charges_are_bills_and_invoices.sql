-- Guards the dataset of FOCUS: it has every charge once and adds up to the bills and to the invoices, account by
-- account.
with focus as (
    select * from {{ ref('int_focus_charges_priced') }}
),

charges as (
    select * from {{ ref('fct_billed_charges') }}
),

lines as (
    select * from {{ ref('fct_invoice_lines') }}
),

totals as (
    select
        charge_side,
        billing_account_id,
        billing_currency as currency,
        billed_cost as amount,
        1 as rows_found
    from focus

    union all

    select
        'provider_bill' as charge_side,
        billing_account_id,
        currency,
        -billed_cost as amount,
        -1 as rows_found
    from charges

    union all

    select
        'user_invoice' as charge_side,
        user_id as billing_account_id,
        currency,
        -amount as amount,
        -1 as rows_found
    from lines
),

summed as (
    select
        charge_side,
        billing_account_id,
        currency,
        sum(amount) as amount_off,
        sum(rows_found) as rows_off
    from totals
    group by charge_side, billing_account_id, currency
)

select * from summed
where amount_off != 0 or rows_off != 0
