{{ config(materialized='view') }}
{#- The lines of all invoices as printed. A view, because `int_invoice_lines_rounded` stores the rows. -#}
with lines as (
    select * from {{ ref('int_invoice_lines_rounded') }}
),

invoice_lines as (
    select
        {{ invoice_line_id() }} as invoice_line_id,
        {{ invoice_id() }} as invoice_id,
        user_id,
        'usage' as line_type,
        billing_period as usage_period,
        platform,
        model,
        meter,
        quantity,
        unit,
        calculated_cost,
        amount,
        currency
    from lines
)

select * from invoice_lines
