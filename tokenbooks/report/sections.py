"""The report as sections of tables. Text and Markdown format them differently, with the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from tokenbooks.report.contents import Invoice, Reconciliation, Report
from tokenbooks.report.figures import money, month, number, percent

_SHOWN_LINES = 6
_SHOWN_ROWS = 5
#: Components that the models and meters of a month add up to. All others are charges that are not usage.
METER_COMPONENTS = {
    "quantity_variance",
    "price_variance",
    "one_sided_usage",
    "one_sided_bill",
    "unpriced",
    "unmapped",
    "not_itemised",
}


class Kind(Enum):
    """The kind of a column: names may wrap, but words and figures always stay whole."""

    NAME = "name"
    WORD = "word"
    FIGURE = "figure"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: heading of the column.
        kind: kind of its cells.
        spare: on a narrow terminal, text leaves out the columns with the highest number first. 0 is never left out.
    """

    title: str
    kind: Kind
    spare: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        title: title above the table; empty if it has none.
        columns: the columns.
        rows: all rows, which Markdown shows.
        brief: the rows that text shows.
    """

    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[str, ...]]
    brief: list[tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """Tables under a heading. `note` names the mart with more rows, or states that there are none."""

    title: str
    sheets: tuple[Sheet, ...]
    note: str


def sections(report: Report) -> Iterator[Section]:
    """The sections after the next steps."""
    yield _reconciliations(report)
    yield _differences(report)
    yield _largest_variances(report)
    yield _quantity_discrepancies(report)
    yield _application_costs(report)
    yield _invoices(report)
    yield _unpriced(report)
    yield _unmapped(report)
    yield _rejected(report)


def _sheet(title: str, columns: tuple[Column, ...], rows: list[tuple[str, ...]], shown: int | None = None) -> Sheet:
    return Sheet(title, columns, rows, rows if shown is None else rows[:shown])


def _section(title: str, sheet: Sheet, nothing: str, where: str) -> Section:
    if not sheet.rows:
        return Section(title, (), nothing)
    more = len(sheet.rows) - len(sheet.brief)
    return Section(title, (sheet,), f"and {more:,} more: {where}" if more else where)


def _in_one_currency(title: str, sheet: Sheet) -> tuple[str, Sheet]:
    """The title with the currency and the table without it, if all rows have the same currency."""
    place = [column.title for column in sheet.columns].index("currency")
    currencies = {row[place] for row in sheet.rows}
    if len(currencies) != 1:
        return title, sheet
    columns = (*sheet.columns[:place], *sheet.columns[place + 1 :])
    rows = [(*row[:place], *row[place + 1 :]) for row in sheet.rows]
    return f"{title}, in {currencies.pop()}", _sheet(sheet.title, columns, rows)


def _reconciliations(report: Report) -> Section:
    columns = (
        Column("account", Kind.NAME),
        Column("month", Kind.WORD),
        Column("calculated", Kind.FIGURE, spare=1),
        Column("billed", Kind.FIGURE),
        Column("variance", Kind.FIGURE),
        Column("currency", Kind.WORD),
        Column("ratio", Kind.FIGURE, spare=2),
        Column("status", Kind.WORD),
        Column("action", Kind.WORD, spare=3),
    )
    rows = [
        (
            one.account,
            month(one.billing_period),
            money(one.calculated_cost),
            money(one.billed_cost),
            money(one.variance_amount),
            one.currency,
            percent(one.variance_ratio),
            one.status,
            one.action,
        )
        for one in report.reconciliations
    ]
    title, sheet = _in_one_currency("Calculated against billed", _sheet("", columns, rows))
    return _section(title, sheet, "No usage and no bill has landed yet.", "marts.fct_reconciliations")


def _differences(report: Report) -> Section:
    different = [one for one in report.reconciliations if one.status != "matched"]
    return Section(
        "What the differences are made of",
        tuple(map(_difference, different)),
        "marts.fct_variance_components" if different else "Every account and month is matched.",
    )


def _difference(one: Reconciliation) -> Sheet:
    """The steps from the calculated cost to the billed cost, component by component.

    Components of differences that cancel could be zero, so these are shown by model and meter.
    """
    steps = [(part.component, part.amount) for part in one.components]
    title = f"{one.account} {month(one.billing_period)}: {one.status}, {one.action}"
    kind = Kind.WORD
    if one.is_offsetting:
        charges = [step for step in steps if step[0] not in METER_COMPONENTS]
        steps = [*((f"{part.model} {part.meter}", part.variance_amount) for part in one.offsetting_parts), *charges]
        title += f", gross variance {money(one.gross_variance_amount)}"
        kind = Kind.NAME
    brief = steps
    if one.is_offsetting and len(steps) > _SHOWN_LINES:
        rest = steps[_SHOWN_LINES:]
        brief = [*steps[:_SHOWN_LINES], (f"{len(rest)} more", sum((amount for _, amount in rest), Decimal(0)))]
    columns = (Column("part", kind), Column(one.currency, Kind.FIGURE))
    return Sheet(title, columns, _from_calculated_to_billed(one, steps), _from_calculated_to_billed(one, brief))


def _from_calculated_to_billed(one: Reconciliation, steps: list[tuple[str, Decimal]]) -> list[tuple[str, ...]]:
    return [
        ("calculated", money(one.calculated_cost or Decimal(0))),
        *((f"+ {name}", money(amount)) for name, amount in steps),
        ("= billed", money(one.billed_cost or Decimal(0))),
    ]


def _largest_variances(report: Report) -> Section:
    columns = (
        Column("variance", Kind.FIGURE),
        Column("currency", Kind.WORD),
        Column("day", Kind.WORD),
        Column("account", Kind.NAME),
        Column("model", Kind.NAME),
        Column("meter", Kind.NAME),
    )
    rows = [
        (
            money(one.variance_amount),
            one.currency,
            one.usage_date.isoformat(),
            f"{one.platform}/{one.billing_account_id}",
            one.model,
            one.meter,
        )
        for one in report.largest_variances
    ]
    title, sheet = _in_one_currency("Where the differences are", _sheet("", columns, rows))
    return _section(title, sheet, "No meter has a variance.", "all of them: marts.fct_meter_variances")


def _quantity_discrepancies(report: Report) -> Section:
    columns = (
        Column("account", Kind.NAME),
        Column("month", Kind.WORD),
        Column("model", Kind.NAME),
        Column("meter", Kind.NAME),
        Column("calculated", Kind.FIGURE),
        Column("billed", Kind.FIGURE),
        Column("days", Kind.FIGURE, spare=1),
    )
    rows = [
        (
            f"{one.platform}/{one.billing_account_id}",
            month(one.billing_period),
            one.model,
            one.meter,
            number(one.calculated_quantity),
            number(one.billed_quantity),
            number(one.days),
        )
        for one in report.quantity_discrepancies
    ]
    sheet = _sheet("", columns, rows, _SHOWN_ROWS)
    nothing = "Quantities match wherever the money does."
    return _section("Matched in money, but not in quantity", sheet, nothing, "marts.fct_meter_variances")


def _application_costs(report: Report) -> Section:
    columns = (
        Column("account", Kind.NAME),
        Column("month", Kind.WORD),
        Column("calls that differ", Kind.FIGURE),
        Column("compared", Kind.FIGURE, spare=1),
        Column("application - ours", Kind.FIGURE),
        Column("currency", Kind.WORD),
    )
    rows = [
        (
            one.account,
            month(one.billing_period),
            number(one.differing_calls),
            number(one.compared_calls or 0),
            money(one.reported_variance_amount),
            one.currency,
        )
        for one in report.reconciliations
        if one.differing_calls
    ]
    calls = sum(one.compared_calls or 0 for one in report.reconciliations)
    nothing = "No application cost differs from ours." if calls else "No application cost can be compared with ours."
    title = "Application costs that differ from ours"
    sheet = _sheet("", columns, rows)
    if rows:
        title, sheet = _in_one_currency(title, sheet)
    return _section(title, sheet, nothing, "marts.fct_reconciliations")


def _invoices(report: Report) -> Section:
    if report.billing_period is None:
        return Section("Invoices", (), "There is no invoice yet: no usage of a user has landed.")
    totals = ", ".join(
        f"{one.invoices:,} in all, {money(one.total_amount, 2)} {one.currency}" for one in report.invoice_totals
    )
    return Section(
        f"Largest invoices of {month(report.billing_period)}",
        tuple(map(_invoice, report.invoices)),
        f"{totals}: marts.fct_invoices" if totals else "This month has no invoices.",
    )


def _invoice(invoice: Invoice) -> Sheet:
    columns = (
        Column("model", Kind.NAME),
        Column("meter", Kind.NAME),
        Column("quantity", Kind.FIGURE),
        Column("unit", Kind.WORD, spare=2),
        Column("calculated", Kind.FIGURE, spare=1),
        Column("amount", Kind.FIGURE),
    )
    rows = [
        (
            f"{line.platform}/{line.model}",
            line.meter,
            number(line.quantity),
            line.unit,
            money(line.calculated_cost, 6),
            money(line.amount, 2),
        )
        for line in invoice.lines
    ]
    brief = rows
    rest = invoice.lines[_SHOWN_LINES:]
    if rest:
        cost = sum((line.calculated_cost for line in rest), Decimal(0))
        amount = sum((line.amount for line in rest), Decimal(0))
        brief = [*rows[:_SHOWN_LINES], (f"{len(rest)} more", "", "", "", money(cost, 6), money(amount, 2))]
    title = f"{invoice.user_id}: {money(invoice.total_amount, 2)} {invoice.currency}, {invoice.invoice_status}"
    return Sheet(title, columns, rows, brief)


def _unpriced(report: Report) -> Section:
    columns = (
        Column("model", Kind.NAME),
        Column("meter", Kind.NAME),
        Column("quantity", Kind.FIGURE),
        Column("unit", Kind.WORD),
        Column("calls", Kind.FIGURE),
        Column("first day", Kind.WORD, spare=2),
        Column("last day", Kind.WORD, spare=1),
    )
    rows = [
        (
            f"{one.platform}/{one.model}",
            one.meter,
            number(one.quantity),
            one.unit,
            number(one.events),
            one.first_used_on.isoformat(),
            one.last_used_on.isoformat(),
        )
        for one in report.unpriced
    ]
    sheet = _sheet("", columns, rows, _SHOWN_ROWS)
    return _section("Usage without a price", sheet, "All usage has a price.", "marts.fct_unpriced_usage")


def _unmapped(report: Report) -> Section:
    columns = (
        Column("platform", Kind.WORD),
        Column("billed meter", Kind.NAME),
        Column("unit", Kind.NAME, spare=2),
        Column("billed", Kind.FIGURE),
        Column("currency", Kind.WORD),
        Column("reason", Kind.WORD, spare=1),
    )
    rows = [
        (
            one.platform,
            one.raw_meter_name,
            one.unit_of_measure or "",
            money(one.billed_cost),
            one.currency,
            one.unmapped_reason or "",
        )
        for one in report.unmapped
    ]
    sheet = _sheet("", columns, rows, _SHOWN_ROWS)
    return _section("Billed meters that no rule maps", sheet, "Every meter is mapped.", "marts.fct_unmapped_charges")


def _rejected(report: Report) -> Section:
    columns = (Column("reason", Kind.WORD), Column("records", Kind.FIGURE))
    rows = [(one.reason, number(one.records)) for one in report.rejected]
    return _section("Refused records", _sheet("", columns, rows), "No record is refused.", "marts.fct_rejected_events")
