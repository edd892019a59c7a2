{{ config(materialized='view') }}
{#-
    Draft invoices of every user and month with usage that can be invoiced. An invoice gets its number and its date of
    issue when it is finalized.
-#}
with lines as (
    select * from {{ ref('fct_invoice_lines') }}
),

summed_lines as (
    select
        invoice_id,
        user_id,
        usage_period as billing_period,
        currency,
        sum(amount) as subtotal_amount,
        sum(calculated_cost) as calculated_cost
    from lines
    group by invoice_id, user_id, usage_period, currency
),

drafts as (
    select
        invoice_id,
        cast(null as {{ dbt.type_string() }}) as invoice_number,
        user_id,
        billing_period,
        'draft' as invoice_status,
        cast(calculated_cost as {{ type_amount() }}) as calculated_cost,
        cast(subtotal_amount as decimal(38, 4)) as subtotal_amount,
        cast(0 as decimal(38, 4)) as adjustment_amount,
        cast(0 as decimal(38, 4)) as credit_amount,
        cast(0 as decimal(38, 4)) as tax_amount,
        cast(subtotal_amount as decimal(38, 4)) as total_amount,
        currency,
        cast(null as timestamp) as finalized_at,
        cast(null as date) as due_on
    from summed_lines
)

select * from drafts
