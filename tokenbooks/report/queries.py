"""The queries of the report: plain SQL over the marts, the same on every engine."""

MARTS = (
    "marts.fct_invoices",
    "marts.fct_invoice_lines",
    "marts.fct_reconciliations",
    "marts.fct_variance_components",
    "marts.fct_meter_variances",
    "marts.fct_unpriced_usage",
    "marts.fct_unmapped_charges",
    "marts.fct_rejected_events",
)

LATEST_PERIOD = "select max(billing_period) from marts.fct_invoices"

INVOICE_TOTALS = """
    select currency, count(*) as invoices, sum(total_amount) as total_amount
    from marts.fct_invoices
    where billing_period = cast(? as date)
    group by currency
    order by currency
"""

INVOICES = """
    select invoice_id, user_id, billing_period, invoice_status, total_amount, currency
    from marts.fct_invoices
    where billing_period = cast(? as date)
    order by total_amount desc, user_id, currency
    limit 3
"""

INVOICE_LINES = """
    select platform, model, meter, quantity, unit, calculated_cost, amount
    from marts.fct_invoice_lines
    where invoice_id = ?
    order by amount desc, calculated_cost desc, platform, model, meter
"""

RECONCILIATIONS = """
    select
        reconciliation_id, platform, billing_account_id, billing_period, currency, calculated_cost, billed_cost,
        variance_amount, gross_variance_amount, variance_ratio, reconciliation_status, is_offsetting, largest_component,
        action, compared_calls, differing_calls, reported_variance_amount
    from marts.fct_reconciliations
    order by platform, billing_account_id, billing_period, currency
"""

COMPONENTS = """
    select reconciliation_id, component, amount
    from marts.fct_variance_components
    order by reconciliation_id, abs(amount) desc, component
"""

# The first row of a month is the part that decides its action, in the order of `fct_reconciliations`.
OFFSETTING_PARTS = """
    select months.reconciliation_id, meters.model, meters.meter, sum(meters.variance_amount) as variance_amount
    from marts.fct_reconciliations as months
    inner join marts.fct_meter_variances as meters
        on
            months.platform = meters.platform
            and months.billing_account_id = meters.billing_account_id
            and months.billing_period = meters.billing_period
            and months.currency = meters.currency
    where months.is_offsetting
    group by months.reconciliation_id, meters.model, meters.meter
    having sum(meters.variance_amount) != 0
    order by
        months.reconciliation_id, abs(sum(meters.variance_amount)) desc, sum(meters.variance_amount) desc,
        meters.model, meters.meter
"""

QUANTITY_DISCREPANCIES = """
    select
        platform, billing_account_id, billing_period, model, meter, count(distinct usage_date) as days,
        sum(calculated_quantity) as calculated_quantity, sum(billed_quantity) as billed_quantity
    from marts.fct_meter_variances
    where reconciliation_status = 'matched' and quantity_status = 'discrepancy'
    group by platform, billing_account_id, billing_period, model, meter
    having sum(billed_quantity) != sum(calculated_quantity)
    order by abs(sum(variance_amount)) desc, platform, billing_account_id, billing_period, model, meter
"""

LARGEST_VARIANCES = """
    select platform, billing_account_id, usage_date, model, meter, currency, variance_amount
    from marts.fct_meter_variances
    where reconciliation_status not in ('matched', 'pending', 'provisioned')
    order by abs(variance_amount) desc, usage_date, platform, billing_account_id, model, meter
    limit 5
"""

UNPRICED = """
    select
        platform, model, meter, unit, sum(quantity) as quantity, sum(events) as events,
        min(usage_date) as first_used_on, max(usage_date) as last_used_on
    from marts.fct_unpriced_usage
    group by platform, model, meter, unit
    order by events desc, platform, model, meter
"""

UNPRICED_BILLS = """
    select platform, model, currency, sum(billed_cost) as billed_cost
    from marts.fct_meter_variances
    where
        calculated_quantity is not null and calculated_cost is null and billed_cost is not null
        and model not in ('(all)', '(unmapped)')
    group by platform, model, currency
    order by platform, model, currency
"""

UNMAPPED = """
    select platform, raw_meter_name, unit_of_measure, currency, unmapped_reason, billed_cost, charges
    from marts.fct_unmapped_charges
    order by abs(billed_cost) desc, platform, raw_meter_name, unit_of_measure, currency
"""

REJECTED = """
    select reason, count(*) as records
    from marts.fct_rejected_events
    group by reason
    order by records desc, reason
"""
