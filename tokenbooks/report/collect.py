"""Reads the marts once, for all formats of the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tokenbooks.errors import UserError
from tokenbooks.report import queries
from tokenbooks.report.contents import (
    Component,
    Invoice,
    InvoiceLine,
    InvoiceTotal,
    MeterVariance,
    OffsettingPart,
    QuantityDiscrepancy,
    Reconciliation,
    Rejected,
    Report,
    UnmappedCharge,
    UnpricedBill,
    UnpricedUsage,
)
from tokenbooks.report.next_steps import all_steps
from tokenbooks.warehouse.base import Reader, Row

_SHOWN_STEPS = 3


def collect(marts: Reader, period: str | None) -> Report:
    """Read the contents of the report.

    Args:
        marts: the warehouse.
        period: month of the invoices as `2026-03`. None means the latest month with an invoice.

    Raises:
        UserError: a mart is not built, or the period is not a month.
    """
    month = _month_of(period) if period is not None else None
    for mart in queries.MARTS:
        if not marts.has_table(mart):
            raise UserError(f"{mart} is not built; run `tokenbooks load`, then `tokenbooks build`")
    if month is None:
        month = _date_or_none(marts.rows(queries.LATEST_PERIOD)[0][0])
    reconciliations = _reconciliations(marts)
    unpriced = tuple(map(_unpriced, marts.rows(queries.UNPRICED)))
    unpriced_bills = tuple(
        UnpricedBill(platform, model, currency, _decimal(billed))
        for platform, model, currency, billed in marts.rows(queries.UNPRICED_BILLS)
    )
    unmapped = tuple(
        UnmappedCharge(*names, billed_cost=_decimal(billed), charges=int(charges))
        for *names, billed, charges in marts.rows(queries.UNMAPPED)
    )
    rejected = tuple(Rejected(reason, int(records)) for reason, records in marts.rows(queries.REJECTED))
    steps = all_steps(reconciliations, unmapped, unpriced, unpriced_bills, rejected)
    return Report(
        billing_period=month,
        next_steps=steps[:_SHOWN_STEPS],
        next_steps_in_all=len(steps),
        invoice_totals=_invoice_totals(marts, month),
        invoices=_invoices(marts, month),
        reconciliations=reconciliations,
        largest_variances=tuple(map(_meter_variance, marts.rows(queries.LARGEST_VARIANCES))),
        quantity_discrepancies=tuple(map(_quantity_discrepancy, marts.rows(queries.QUANTITY_DISCREPANCIES))),
        unpriced=unpriced,
        unpriced_bills=unpriced_bills,
        unmapped=unmapped,
        rejected=rejected,
    )


def _month_of(period: str) -> date:
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError as error:
        raise UserError(f"{period!r} is not a month; write it like 2026-03") from error


def _invoice_totals(marts: Reader, month: date | None) -> tuple[InvoiceTotal, ...]:
    rows = marts.rows(queries.INVOICE_TOTALS, [month.isoformat()]) if month else []
    return tuple(InvoiceTotal(currency, int(invoices), _decimal(total)) for currency, invoices, total in rows)


def _invoices(marts: Reader, month: date | None) -> tuple[Invoice, ...]:
    rows = marts.rows(queries.INVOICES, [month.isoformat()]) if month else []
    return tuple(
        Invoice(invoice_id, user, _date(period), status, _decimal(total), currency, _lines(marts, invoice_id))
        for invoice_id, user, period, status, total, currency in rows
    )


def _lines(marts: Reader, invoice_id: str) -> tuple[InvoiceLine, ...]:
    return tuple(
        InvoiceLine(platform, model, meter, _decimal(quantity), unit, _decimal(cost), _decimal(amount))
        for platform, model, meter, quantity, unit, cost, amount in marts.rows(queries.INVOICE_LINES, [invoice_id])
    )


def _reconciliations(marts: Reader) -> tuple[Reconciliation, ...]:
    components: dict[str, list[Component]] = {}
    for reconciliation_id, component, amount in marts.rows(queries.COMPONENTS):
        components.setdefault(reconciliation_id, []).append(Component(component, _decimal(amount)))
    parts: dict[str, list[OffsettingPart]] = {}
    for reconciliation_id, model, meter, variance in marts.rows(queries.OFFSETTING_PARTS):
        parts.setdefault(reconciliation_id, []).append(OffsettingPart(model, meter, _decimal(variance)))
    return tuple(
        _reconciliation(row, tuple(components.get(row[0], [])), tuple(parts.get(row[0], [])))
        for row in marts.rows(queries.RECONCILIATIONS)
    )


def _reconciliation(
    row: Row, components: tuple[Component, ...], offsetting_parts: tuple[OffsettingPart, ...]
) -> Reconciliation:
    _, platform, account, period, currency, calculated, billed, variance, gross, ratio, status, *rest = row
    is_offsetting, largest, action, compared, differing, reported_variance = rest
    return Reconciliation(
        platform=platform,
        billing_account_id=account,
        billing_period=_date(period),
        currency=currency,
        calculated_cost=_decimal_or_none(calculated),
        billed_cost=_decimal_or_none(billed),
        variance_amount=_decimal(variance),
        gross_variance_amount=_decimal(gross),
        variance_ratio=_decimal_or_none(ratio),
        reconciliation_status=status,
        is_offsetting=is_offsetting,
        largest_component=largest,
        action=action,
        compared_calls=compared,
        differing_calls=differing,
        reported_variance_amount=_decimal_or_none(reported_variance),
        components=components,
        offsetting_parts=offsetting_parts,
    )


def _meter_variance(row: Row) -> MeterVariance:
    platform, account, day, model, meter, currency, variance = row
    return MeterVariance(platform, account, _date(day), model, meter, currency, _decimal(variance))


def _quantity_discrepancy(row: Row) -> QuantityDiscrepancy:
    platform, account, period, model, meter, days, calculated, billed = row
    return QuantityDiscrepancy(
        platform, account, _date(period), model, meter, int(days), _decimal(calculated), _decimal(billed)
    )


def _unpriced(row: Row) -> UnpricedUsage:
    platform, model, meter, unit, quantity, events, first, last = row
    return UnpricedUsage(platform, model, meter, unit, _decimal(quantity), int(events), _date(first), _date(last))


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _decimal_or_none(value: object) -> Decimal | None:
    return None if value is None else _decimal(value)


def _date(value: object) -> date:
    return date.fromisoformat(str(value))


def _date_or_none(value: object) -> date | None:
    return None if value is None else _date(value)
