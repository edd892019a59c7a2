"""A bill that is delivered ten times, restated and out of order, ends as the last delivery alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from orchestration.simulator.amounts import multiply
from orchestration.simulator.aws_bills import LineItem, line_items, to_legacy_csv
from orchestration.simulator.gcp_bills import Row, rows, to_lines
from orchestration.simulator.prices import PriceBook
from orchestration.tests.bills.aws_bill import bedrock_calls, put
from orchestration.tests.bills.conftest import build
from orchestration.tests.bills.gcp_bill import gemini_calls
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt, assert_same_marts

_LAST = "2026-02-05T04-00-00Z"
_BUILDS_AFTER = (5,)

_Line = TypeVar("_Line", LineItem, Row)


def test_ten_deliveries_out_of_order_are_the_last_one(dbt: Dbt, tmp_path: Path) -> None:
    """Nine early deliveries of each form say less, and something else; one build comes in the midst of them."""
    book = PriceBook.read()
    items = line_items((call for call in bedrock_calls() if call.occurred_at.month == 1), book)
    calls = [call for call in gemini_calls() if date(2026, 1, 2) < call.occurred_at.date() < date(2026, 2, 2)]
    exported = rows(calls, book)
    files = _versions("aws_cur/restated/{}/report.csv.gz", items, to_legacy_csv)
    files |= _versions("gcp_billing/restated/{}/export.jsonl", exported, to_lines)
    moments = sorted({path.split("/")[2] for path in files})
    random.Random(7).shuffle(moments)
    restated, alone = (Books(Workspace(_folder(tmp_path, name)), dbt) for name in ("restated", "alone"))
    for number, moment in enumerate(moments):
        for path in (path for path in files if f"/{moment}/" in path):
            put(restated.workspace.landing / path, files[path])
            if moment == _LAST:
                put(alone.workspace.landing / path, files[path])
        restated.workspace.load()
        if number in _BUILDS_AFTER:
            build(restated)
    assert_same_marts(build(restated), build(alone))


def _versions(path: str, final: list[_Line], write: Callable[[list[_Line]], bytes]) -> dict[str, bytes]:
    """Ten files: early ones have fewer lines at other costs, the last has all of them."""
    files = {path.format(_LAST): write(final)}
    for number in range(1, 10):
        early = [line for line in final if line.start.date() <= date(2026, 1, 3 * number)] or final[:1]
        content = write([replace(line, cost=multiply(line.cost, Decimal(number + 1))) for line in early])
        files[path.format(f"2026-01-{3 * number:02}T04-00-00Z")] = content
    return files


def _folder(parent: Path, name: str) -> Path:
    (parent / name / "landing").mkdir(parents=True)
    return parent / name
