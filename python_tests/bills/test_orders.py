"""Ten deliveries of a bill, in any order and many runs, give the same marts as the final delivery alone."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from python_tests.bill_writers.aws_bills import LineItem, line_items, to_legacy_csv
from python_tests.bill_writers.gcp_bills import Row, rows, to_lines
from python_tests.bills import anthropic_cost_bill, azure_costs_bill, openai_costs_bill
from python_tests.bills.anthropic_cost_bill import land_anthropic_cost
from python_tests.bills.aws_bill import bedrock_calls
from python_tests.bills.azure_costs_bill import land_azure_query
from python_tests.bills.deliveries import put
from python_tests.bills.focus_bill import ACCOUNTS, land_exports, land_usage
from python_tests.bills.gcp_bill import gemini_calls
from python_tests.bills.openai_costs_bill import land_openai_daily_costs
from python_tests.bills.usage_reports import FIRST_FETCH, report_files
from python_tests.pipeline.books import Books, Dbt
from python_tests.workspace import Workspace
from tokenbooks.warehouse.base import Row as MartRow
from tools.simulator.amounts import multiply
from tools.simulator.prices import PriceBook

#: Folders of bills. Each has one folder per delivery; the last one by name is the final delivery.
_BILLS = (
    f"anthropic_cost/{anthropic_cost_bill.ACCOUNT}",
    f"azure_cost/{azure_costs_bill.QUERY_ACCOUNT}",
    f"openai_costs/{openai_costs_bill.DAILY_ACCOUNT}",
    f"focus/{ACCOUNTS['1.3']}",
    "aws_cur/restated",
    "gcp_billing/restated",
)
#: The columns of the final bill. `fct_bill_revisions` has the history and is not compared.
_MARTS = (
    "fct_billed_charges",
    "fct_meter_variances",
    "fct_variance_components",
    "fct_reconciliations",
    "fct_unmapped_charges",
    "fct_out_of_scope_charges",
    "fct_provider_usage",
)
_SELECTED = ("--select", *(f"+{mart}" for mart in _MARTS))

_Line = TypeVar("_Line", LineItem, Row)


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    """A landing zone with ten deliveries of each bill. The early ones are incomplete and different."""
    landing = tmp_path / "all"
    for land in (land_anthropic_cost, land_azure_query, land_openai_daily_costs):
        land(landing)
    land_usage(landing, [ACCOUNTS["1.3"]])
    land_exports(landing, "1.3", range(11))
    book = PriceBook.read()
    items = line_items((call for call in bedrock_calls() if call.occurred_at.month == 1), book)
    _land_versions(landing, "aws_cur/restated/{}/report.csv.gz", items, to_legacy_csv)
    calls = [call for call in gemini_calls() if date(2026, 1, 2) < call.occurred_at.date() < date(2026, 2, 2)]
    _land_versions(landing, "gcp_billing/restated/{}/export.jsonl", rows(calls, book), to_lines)
    return landing


def test_the_order_of_deliveries_makes_no_difference(landed: Path, tmp_path: Path, dbt: Dbt) -> None:
    """Two loads with a build after each, half of the bills newest first, usage reports twice under different names."""
    lived, clean = Workspace(tmp_path / "lived"), Workspace(tmp_path / "clean")
    for workspace in (lived, clean):
        Books(workspace, dbt).seed()
        shutil.copytree(landed / "usage", workspace.landing / "usage")
    reports = list(report_files().items())
    for path, content in reports:
        put(clean.landing, path, content)
    reports += [(_renamed(path), content) for path, content in reports[::2]]
    random.Random(7).shuffle(reports)
    # The first versions of the restated days come last.
    reports.sort(key=lambda item: FIRST_FETCH in item[0])
    middle = len(reports) // 2
    for half, some_reports in enumerate((reports[:middle], reports[middle:])):
        for path, content in some_reports:
            put(lived.landing, path, content)
        for number, bill in enumerate(_BILLS):
            runs = sorted((landed / bill).iterdir(), reverse=number % 2 == 0)
            for run in runs[5 * half : 5 + 6 * half]:
                shutil.copytree(run, lived.landing / bill / run.name)
        lived.load()
        found = _build(lived, dbt)
    # The final export of a month does not replace that of the previous month.
    land_exports(clean.landing, "1.3", (0, 10))
    for bill in _BILLS:
        if not bill.startswith("focus"):
            run = max((landed / bill).iterdir())
            shutil.copytree(run, clean.landing / bill / run.name)
    clean.load()
    assert found == _build(clean, dbt)


def _build(workspace: Workspace, dbt: Dbt) -> dict[str, Counter[MartRow]]:
    books = Books(workspace, dbt)
    books.run(*_SELECTED)
    return {mart: Counter(workspace.query(f"select * from marts.{mart}")) for mart in _MARTS}


def _land_versions(landing: Path, path: str, final: list[_Line], write: Callable[[list[_Line]], bytes]) -> None:
    """Ten files. The early ones have fewer lines with other costs; the last one has all lines."""
    put(landing, path.format("2026-02-05T04-00-00Z"), write(final))
    for number in range(1, 10):
        early = [line for line in final if line.start.date() <= date(2026, 1, 3 * number)] or final[:1]
        content = write([replace(line, cost=multiply(line.cost, Decimal(number + 1))) for line in early])
        put(landing, path.format(f"2026-01-{3 * number:02}T04-00-00Z"), content)


def _renamed(path: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}-again{dot}{suffix}"
