"""The `report` command."""

from __future__ import annotations

from typing import Literal

from rich.console import Console

from tokenbooks.report.collect import collect
from tokenbooks.report.json_document import json_document
from tokenbooks.report.markdown import markdown
from tokenbooks.report.text import print_text
from tokenbooks.settings import Settings
from tokenbooks.warehouse.open import open_marts

#: The formats of the report.
Format = Literal["text", "json", "markdown"]


def show_report(period: str | None, console: Console, form: Format = "text") -> None:
    """Print the next steps, the reconciliation of every account, the largest invoices, and the refused records.

    Args:
        period: month of the invoices as `2026-03`. None means the latest month with an invoice.
        console: where to print.
        form: output format.

    Raises:
        UserError: the marts are not built, or the period is not a month.
    """
    with open_marts(Settings.from_environment()) as marts:
        report = collect(marts, period)
    if form == "text":
        print_text(report, console)
    else:
        # Written without rich, which would wrap it.
        console.file.write(json_document(report) if form == "json" else markdown(report))
