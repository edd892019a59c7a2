-- Guards the one rounding of the project. No line moves by a whole minor unit of its currency or more, no invoice by
-- more than half of one. Rounding twice, or to the digits of another currency, still adds up and would not be seen.
with lines as (
    select * from {{ ref('fct_invoice_lines') }}
    where line_type = 'usage' and {{ is_built_month('usage_period') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

rounded as (
    select
        lines.invoice_line_id,
        lines.invoice_id,
        lines.calculated_cost,
        lines.amount,
        {{ power_of_ten('coalesce(currencies.minor_unit_digits, 2)') }} as minor_units
    from lines
    left join currencies
        on lines.currency = currencies.currency
),

far_off as (
    select
        invoice_id,
        invoice_line_id,
        amount - calculated_cost as amount_off
    from rounded
    where abs(amount - calculated_cost) * minor_units >= 1

    union all

    select
        invoice_id,
        null as invoice_line_id,
        sum(amount - calculated_cost) as amount_off
    from rounded
    group by invoice_id, minor_units
    having abs(sum(amount - calculated_cost)) * minor_units * 2 > 1
)

select * from far_off
