"""Google Cloud billing exports bill what Gemini was used for."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from orchestration.simulator.amounts import EXACT
from orchestration.simulator.gcp_bills import Row, rows, to_lines
from orchestration.simulator.prices import PriceBook
from orchestration.tests.bills.aws_bill import put
from orchestration.tests.bills.comparison import assert_matched, components
from orchestration.tests.bills.conftest import build
from orchestration.tests.bills.gcp_bill import ACCOUNT, CREDITS, gemini_calls
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt, assert_same_marts


def test_every_meter_is_billed_as_it_was_used(books: Books) -> None:
    """JSON Lines, CSV and Parquet, thoughts on a SKU of their own, days in two invoice months: all to the digit."""
    calls = gemini_calls()
    meters = {
        (call.platform, call.occurred_at.date(), call.model, "text_output" if meter == "thoughts" else meter)
        for call in calls
        for meter in call.meters()
    }
    billed = sum((row.cost for row in rows(calls, PriceBook.read())), Decimal(0))
    assert_matched(books, ACCOUNT, billed, len(meters))


def test_credits_taxes_and_support_are_components(books: Books) -> None:
    """Costs and credits add up to what is owed; another service is out of scope."""
    assert components(books, ACCOUNT) == CREDITS
    assert books.rows(
        f"select service_name, billed_cost from marts.fct_out_of_scope_charges where billing_account_id = '{ACCOUNT}'"
    ) == [("compute engine", Decimal("3.21"))]


def test_invoice_months_are_pacific(books: Books) -> None:
    """Three o'clock in UTC on the first of a month is billed in the month before; the day stays that of UTC."""
    where = f"from marts.fct_billed_charges where billing_account_id = '{ACCOUNT}' and usage_date = date '2026-02-01'"
    periods = books.rows(f"select distinct invoice_period {where} order by 1")
    assert periods == [(date(2026, 1, 1),), (date(2026, 2, 1),)]


def test_ten_exports_out_of_order_are_the_last_one(dbt: Dbt, tmp_path: Path) -> None:
    """An invoice month is exported ten times; whatever the order of loading, the last export stands alone."""
    calls = [call for call in gemini_calls("restated") if date(2026, 1, 2) < call.occurred_at.date() < date(2026, 2, 2)]
    final = rows(calls, PriceBook.read())
    exports = {f"2026-01-{3 * number:02}T04-00-00Z": _so_far(final, number) for number in range(1, 10)}
    exports["2026-02-05T04-00-00Z"] = final
    restated = Books(Workspace(_folder(tmp_path, "restated")), dbt)
    loads = list(exports.items())
    random.Random(7).shuffle(loads)
    for number, (delivered, exported) in enumerate(loads):
        path = restated.workspace.landing / "gcp_billing" / "restated" / delivered / "export.jsonl"
        put(path, to_lines(exported))
        restated.workspace.load()
        if number in (2, 6):
            build(restated)
    build(restated)
    alone = Books(Workspace(_folder(tmp_path, "alone")), dbt)
    source = restated.workspace.landing / "gcp_billing" / "restated" / "2026-02-05T04-00-00Z"
    shutil.copytree(source, alone.workspace.landing / "gcp_billing" / "restated" / source.name)
    assert_same_marts(restated, build(alone))


def _so_far(exported: list[Row], number: int) -> list[Row]:
    """An early export: fewer rows, other amounts."""
    early = [row for row in exported if row.start.date() <= date(2026, 1, 3 * number)] or exported[:1]
    return [replace(row, cost=EXACT.multiply(row.cost, Decimal(number))) for row in early]


def _folder(parent: Path, name: str) -> Path:
    (parent / name / "landing").mkdir(parents=True)
    return parent / name
