{{ config(materialized='view') }}
with lines as (
    select * from {{ ref('int_invoice_lines_rounded') }}
),

published as (
    select
        {{ surrogate_key(['user_id', 'billing_period', 'currency', 'platform', 'model', 'meter', 'unit']) }}
            as invoice_line_id,
        {{ surrogate_key(['user_id', 'billing_period', 'currency']) }} as invoice_id,
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

select * from published
