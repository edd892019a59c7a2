"""AWS Cost and Usage Reports bill what Bedrock was used for."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from orchestration.simulator.amounts import EXACT
from orchestration.simulator.aws_bills import LineItem, line_items, to_legacy_csv
from orchestration.simulator.prices import PriceBook
from orchestration.tests.bills.aws_bill import OTHERS, PAYER, bedrock_calls, put
from orchestration.tests.bills.comparison import assert_matched, components
from orchestration.tests.bills.conftest import build
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt, assert_same_marts


def test_every_meter_is_billed_as_it_was_used(books: Books) -> None:
    """Legacy and 2.0, CSV, Parquet and JSON Lines, units of a thousand and a million tokens: all to the last digit."""
    calls = bedrock_calls()
    meters = {
        (call.occurred_at.date(), call.model if call.profile == "global" else call.base_model, meter)
        for call in calls
        for meter in call.tokens
    }
    billed = sum((item.cost for item in line_items(calls, PriceBook.read())), Decimal(0))
    assert_matched(books, PAYER, billed, len(meters))


def test_what_is_no_usage_is_a_component(books: Books) -> None:
    """Tax, credit, support and capacity stand apart; another service is out of scope."""
    assert components(books, PAYER) == OTHERS
    assert books.rows(
        f"select service_name, billed_cost from marts.fct_out_of_scope_charges where billing_account_id = '{PAYER}'"
    ) == [("amazon elastic compute cloud", Decimal("0.0104"))]


def test_ten_reports_out_of_order_are_the_last_one(dbt: Dbt, tmp_path: Path) -> None:
    """A month's report is restated nine times; whatever the order of loading, the last one stands alone."""
    calls = [call for call in bedrock_calls("restated") if call.occurred_at.month == 1]
    final = line_items(calls, PriceBook.read())
    reports = {f"2026-01-{3 * number:02}T04-00-00Z": _so_far(final, number) for number in range(1, 10)}
    reports["2026-02-05T04-00-00Z"] = final
    restated = Books(Workspace(_folder(tmp_path, "restated")), dbt)
    loads = list(reports.items())
    random.Random(7).shuffle(loads)
    for number, (delivered, items) in enumerate(loads):
        path = restated.workspace.landing / "aws_cur" / "restated" / delivered / "report.csv.gz"
        put(path, to_legacy_csv(items))
        restated.workspace.load()
        if number in (2, 6):
            build(restated)
    build(restated)
    alone = Books(Workspace(_folder(tmp_path, "alone")), dbt)
    source = restated.workspace.landing / "aws_cur" / "restated" / "2026-02-05T04-00-00Z"
    shutil.copytree(source, alone.workspace.landing / "aws_cur" / "restated" / source.name)
    assert_same_marts(restated, build(alone))


def test_units_are_read_from_what_they_cost(dbt: Dbt, tmp_path: Path) -> None:
    """A thousand, a million and one token a unit, at any negotiated price; what fits none keeps its money, unmapped."""
    base = LineItem(
        account="sized",
        usage_account="1",
        start=datetime(2026, 1, 9, 12, tzinfo=UTC),
        line_item_type="Usage",
        product="Claude Sonnet 4.5 (Amazon Bedrock Edition)",
        product_code="AmazonBedrockFoundationModels",
        usage_type="USE1-MP:USE1_InputTokenCount-Units",
        description="Tokens",
        unit="Units",
        quantity=Decimal("2"),
        cost=Decimal("6"),
    )
    items = [
        base,
        replace(base, cost=Decimal("0.006"), usage_account="2"),
        replace(base, cost=Decimal("0.0015"), usage_account="3"),
        replace(base, quantity=Decimal("2000"), cost=Decimal("0.006"), usage_account="4"),
        replace(base, cost=Decimal("0.3"), usage_account="5"),
        replace(base, cost=Decimal("0"), usage_account="6"),
        replace(base, quantity=Decimal("-2"), cost=Decimal("-6"), usage_account="7"),
        replace(base, cost=Decimal("0.3"), usage_account="8", description="$ per million tokens"),
        replace(base, cost=Decimal("0.3"), usage_account="9", unit="1K tokens"),
    ]
    workspace = Workspace(_folder(tmp_path, "sized"))
    put(workspace.landing / "aws_cur" / "2026-02-05T04-00-00Z" / "report.csv.gz", to_legacy_csv(items))
    found = build(Books(workspace, dbt)).rows(
        "select sub_account_id, billed_quantity, mapping_status, unmapped_reason from marts.fct_billed_charges"
        " where billing_account_id = 'sized' order by 1"
    )
    unknown = (None, "unmapped", "unknown_unit")
    assert found == [
        ("1", Decimal("2000000"), "mapped", None),
        ("2", Decimal("2000"), "mapped", None),
        ("3", Decimal("2000"), "mapped", None),
        ("4", Decimal("2000"), "mapped", None),
        ("5", *unknown),
        ("6", *unknown),
        ("7", Decimal("-2000000"), "mapped", None),
        ("8", Decimal("2000000"), "mapped", None),
        ("9", Decimal("2000"), "mapped", None),
    ]


def _so_far(items: list[LineItem], number: int) -> list[LineItem]:
    """An early report: fewer lines, other amounts."""
    early = [item for item in items if item.start.date() <= date(2026, 1, 3 * number)] or items[:1]
    return [replace(item, cost=EXACT.multiply(item.cost, Decimal(number))) for item in early]


def _folder(parent: Path, name: str) -> Path:
    (parent / name / "landing").mkdir(parents=True)
    return parent / name
