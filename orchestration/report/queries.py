"""What the report reads: plain SQL over the marts, the same on every engine."""

INVOICES = """
    select invoice_id, user_id, billing_period, invoice_status, total_amount, currency
    from marts.fct_invoices
    where billing_period = cast('{period}' as date)
    order by total_amount desc, user_id
    limit {limit}
"""

INVOICE_LINES = """
    select platform, model, meter, quantity, unit, calculated_cost, amount
    from marts.fct_invoice_lines
    where invoice_id = '{invoice_id}'
    order by amount desc, platform, model, meter
"""

RECONCILIATIONS = """
    select
        reconciliation_id, platform, billing_account_id, billing_period, calculated_cost, billed_cost, variance_amount,
        variance_ratio, reconciliation_status, action
    from marts.fct_reconciliations
    order by platform, billing_account_id, billing_period
"""

COMPONENTS = """
    select reconciliation_id, component, amount
    from marts.fct_variance_components
    order by reconciliation_id, abs(amount) desc, component
"""

LATEST_PERIOD = "select max(billing_period) from marts.fct_invoices"

UNPRICED = "select count(*), coalesce(sum(events), 0), min(model) from marts.fct_unpriced_usage"
UNMAPPED = "select count(*), coalesce(sum(billed_cost), 0), min(raw_meter_name) from marts.fct_unmapped_charges"
REJECTED = "select reason, count(*) from marts.fct_rejected_events group by reason order by count(*) desc, reason"
LARGEST_VARIANCES = """
    select platform, billing_account_id, usage_date, model, meter, variance_amount
    from marts.fct_meter_variances
    where reconciliation_status not in ('matched', 'pending')
    order by abs(variance_amount) desc, usage_date, model, meter
    limit 5
"""
