"""The `report` command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from orchestration.errors import UserError
from orchestration.loading.warehouse import Reader, Row, open_marts
from orchestration.report import queries
from orchestration.settings import Settings

_LARGEST_INVOICES = 3
_LINES_SHOWN = 6
_WIDTH = 112


def wide_console() -> Console:
    """Return a console that tables of amounts fit on, also where the output is a file or a log."""
    return Console(width=max(Console().width, _WIDTH))


def show_report(period: str | None, console: Console) -> None:
    """Print the largest invoices of a month, the reconciliation of every account, and where to look next.

    Args:
        period: the month as `2026-03`; None means the latest with an invoice.
        console: where to print.

    Raises:
        UserError: the marts are not built, or the period is no month.
    """
    with open_marts(Settings.from_environment()) as warehouse:
        month = _month(warehouse, period)
        _show_invoices(warehouse, month, console)
        _show_reconciliations(warehouse, console)
        _show_next_steps(warehouse, console)


def _month(warehouse: Reader, period: str | None) -> date:
    try:
        [(latest,)] = warehouse.rows(queries.LATEST_PERIOD)
    except Exception as error:
        raise UserError("there are no marts yet; run `dbt build` after `tokenbooks load`") from error
    if period is None:
        if latest is None:
            raise UserError("there is no invoice yet: no usage of a user has landed")
        return date.fromisoformat(str(latest))
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError as error:
        raise UserError(f"{period!r} is no month; write it like 2026-03") from error


def _show_invoices(warehouse: Reader, month: date, console: Console) -> None:
    invoices = warehouse.rows(queries.INVOICES.format(period=month, limit=_LARGEST_INVOICES))
    console.print(f"\n[bold]Largest invoices of {month:%B %Y}[/]")
    for invoice_id, user_id, _, status, total, currency in invoices:
        lines = warehouse.rows(queries.INVOICE_LINES.format(invoice_id=invoice_id))
        table = Table(title=f"{user_id}   {_money(total, 2)} {currency}   {status}", title_justify="left", box=SIMPLE)
        for column in ("platform", "model", "meter"):
            table.add_column(column, no_wrap=True)
        table.add_column("quantity", justify="right", no_wrap=True)
        table.add_column("unit")
        for column in ("calculated", "amount"):
            table.add_column(column, justify="right", no_wrap=True)
        for platform, model, meter, quantity, unit, cost, amount in lines[:_LINES_SHOWN]:
            table.add_row(platform, model, meter, _plain(quantity), unit, _money(cost, 6), _money(amount, 2))
        rest = lines[_LINES_SHOWN:]
        if rest:
            amount = sum((Decimal(line[6]) for line in rest), Decimal(0))
            cost = sum((Decimal(line[5]) for line in rest), Decimal(0))
            table.add_row("…", f"{len(rest)} more", "", "", "", _money(cost, 6), _money(amount, 2), style="dim")
        console.print(table)


def _show_reconciliations(warehouse: Reader, console: Console) -> None:
    components: dict[object, list[Row]] = {}
    for row in warehouse.rows(queries.COMPONENTS):
        components.setdefault(row[0], []).append(row)
    table = Table(title="Reconciliation: calculated against billed", title_justify="left", box=SIMPLE)
    for column in ("account", "month"):
        table.add_column(column, no_wrap=True)
    for column in ("calculated", "billed", "variance", "ratio"):
        table.add_column(column, justify="right", no_wrap=True)
    for column in ("status", "action"):
        table.add_column(column, no_wrap=True)
    colours = {"matched": "green", "pending": "yellow"}
    for row in warehouse.rows(queries.RECONCILIATIONS):
        reconciliation_id, platform, account, month, calculated, billed, variance, ratio, status, action = row
        table.add_row(
            f"{platform}/{account}",
            f"{month:%Y-%m}",
            _money(calculated, 4),
            _money(billed, 4),
            _money(variance, 4),
            "" if ratio is None else f"{Decimal(str(ratio)) * 100:.2f} %",
            f"[{colours.get(status, 'red')}]{status}[/]",
            action,
        )
        if status != "matched":
            for _, component, amount in components.get(reconciliation_id, []):
                table.add_row(f"  {component}", "", "", "", _money(amount, 4), "", "", "", style="dim")
    console.print(table)


def _show_next_steps(warehouse: Reader, console: Console) -> None:
    console.print("[bold]Where to look next[/]")
    for platform, account, day, model, meter, amount in warehouse.rows(queries.LARGEST_VARIANCES):
        console.print(f"  {_money(amount, 4):>10}  {platform}/{account}  {day}  {model}  {meter}", highlight=False)
    console.print("  all of them: marts.fct_meter_variances", style="dim", highlight=False)
    _show_count(warehouse.rows(queries.UNPRICED)[0], "quantities without a price", "marts.fct_unpriced_usage", console)
    _show_count(warehouse.rows(queries.UNMAPPED)[0], "billed on unknown meters", "marts.fct_unmapped_charges", console)
    for reason, count in warehouse.rows(queries.REJECTED):
        console.print(f"  {count:>10}  refused: {reason}  (marts.fct_rejected_events)", highlight=False)


def _show_count(row: Row, what: str, where: str, console: Console) -> None:
    rows, total, example = row
    if rows:
        console.print(f"  {_plain(total):>10}  {what}, such as {example}  ({where})", highlight=False)


def _money(value: object, digits: int) -> str:
    return "" if value is None else f"{Decimal(str(value)):,.{digits}f}"


def _plain(value: object) -> str:
    number = Decimal(str(value))
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number.normalize():,f}"
