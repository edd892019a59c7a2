-- Guards the printed sums: the subtotal is the sum of the usage lines, the total is the sum of all lines and parts. A
-- line without an invoice, or an invoice that does not add up, is the first thing that a customer finds.
with invoices as (
    select * from {{ ref('fct_invoices') }}
    where {{ is_built_month('billing_period') }}
),

lines as (
    select
        invoice_id,
        sum(amount) as line_amount
    from {{ ref('fct_invoice_lines') }}
    where {{ is_built_month('usage_period') }}
    group by invoice_id
),

compared as (
    select
        coalesce(invoices.invoice_id, lines.invoice_id) as invoice_id,
        invoices.subtotal_amount,
        invoices.total_amount,
        invoices.subtotal_amount + invoices.adjustment_amount - invoices.credit_amount + invoices.tax_amount
            as parts_amount,
        lines.line_amount
    from invoices
    full join lines
        on invoices.invoice_id = lines.invoice_id
)

select * from compared
where
    total_amount is null
    or line_amount is null
    or total_amount != parts_amount
    or total_amount != line_amount
