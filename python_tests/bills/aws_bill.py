"""Three months of Bedrock, billed by a legacy report, a 2.0 report as Parquet and a 2.0 report as JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from python_tests.bill_writers.aws_bills import (
    BedrockCall,
    LineItem,
    line_items,
    to_legacy_csv,
    to_lines,
    to_parquet,
)
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook

PAYER = "111122223333"
SIZED = "999900001111"
MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
_USAGE_ACCOUNTS = ("111122223333", "444455556666")
_HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
_SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
_NEW_SONNET = "anthropic.claude-sonnet-4-6"
_NOVA = "amazon.nova-lite-v1:0"
#: Model, tier and meters of the calls of a day.
_KINDS = (
    (_HAIKU, "standard", ("text_input", "text_output", "text_cached_input", "text_cache_write_5m")),
    (f"us.{_HAIKU}", "standard", ("text_input", "text_output", "text_cached_input", "text_cache_write_1h")),
    (f"global.{_HAIKU}", "batch", ("text_input", "text_output")),
    (f"global.{_SONNET}", "standard", ("text_input", "text_output", "text_cached_input", "text_cache_write_5m")),
    (_SONNET, "batch", ("text_input", "text_output")),
    (_NOVA, "standard", ("text_input", "text_output", "text_cached_input")),
)
_SINCE_MARCH = (
    (f"eu.{_NEW_SONNET}", "standard", ("text_input", "text_output", "text_cached_input", "text_cache_write_1h")),
    (f"global.{_NEW_SONNET}", "standard", ("text_input", "text_output", "text_cache_write_5m")),
)
#: Tax, credit, fees and another service, which are not usage of a model.
OTHERS = {"tax": Decimal("1.23"), "credit": Decimal("-5"), "support": Decimal("29"), "provisioned": Decimal("21.18")}


def bedrock_calls(account: str = PAYER) -> list[BedrockCall]:
    """Calls on some days of each month, including the last hour of the last day."""
    calls = []
    for month in MONTHS:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in (month, month.replace(day=17), last):
            kinds = [*_KINDS, *(_SINCE_MARCH if day >= date(2026, 3, 14) else ())]
            for number, (model, tier, meters) in enumerate(kinds):
                for hour in (0, 9, 23):
                    tokens = {meter: 1_003 + 977 * place + 31 * number + hour for place, meter in enumerate(meters)}
                    at = datetime(day.year, day.month, day.day, hour, 7 * number, tzinfo=UTC)
                    calls.append(BedrockCall(account, _USAGE_ACCOUNTS[number % 2], model, tier, at, tokens))
    return calls


def other_items(account: str = PAYER) -> list[LineItem]:
    """Lines of the last month that do not come from calls."""
    tax = LineItem(
        account=account,
        usage_account=_USAGE_ACCOUNTS[0],
        start=datetime(2026, 3, 31, tzinfo=UTC),
        line_item_type="Tax",
        product="Claude Haiku 4.5 (Amazon Bedrock Edition)",
        product_code="AmazonBedrockFoundationModels",
        usage_type="",
        description="Tax for product",
        unit="",
        quantity=Decimal(1),
        cost=OTHERS["tax"],
    )
    support = replace(tax, line_item_type="Fee", product="AWS Support (Business)", product_code="AWSSupportBusiness")
    own = replace(tax, line_item_type="Usage", product="Amazon Bedrock", product_code="AmazonBedrock", unit="Hours")
    machine = replace(own, product="Amazon Elastic Compute Cloud", product_code="AmazonEC2", unit="Hrs")
    return [
        tax,
        replace(tax, line_item_type="Credit", cost=OTHERS["credit"], description="Credit"),
        replace(support, cost=OTHERS["support"]),
        replace(own, usage_type="USE1-ProvisionedThroughput-ModelUnits", cost=OTHERS["provisioned"]),
        replace(machine, usage_type="BoxUsage:t3.micro", cost=Decimal("0.0104")),
    ]


def sized_items() -> list[LineItem]:
    """Lines of one meter in "Units" at many prices, each with its own usage account."""
    base = LineItem(
        account=SIZED,
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
    return [
        base,
        replace(base, cost=Decimal("0.006"), usage_account="2"),
        replace(base, cost=Decimal("0.0015"), usage_account="3"),
        replace(base, quantity=Decimal("2000"), cost=Decimal("0.006"), usage_account="4"),
        replace(base, cost=Decimal("0.2"), usage_account="5"),
        replace(base, cost=Decimal("0"), usage_account="6"),
        replace(base, quantity=Decimal("-2"), cost=Decimal("-6"), usage_account="7"),
        replace(base, cost=Decimal("0.3"), usage_account="8", description="$ per million tokens"),
        replace(base, cost=Decimal("0.3"), usage_account="9", unit="1K tokens"),
    ]


def report_of(month: date, items: Sequence[LineItem]) -> tuple[str, bytes]:
    """The name and content of the file of a month's report."""
    of_month = [item for item in items if item.month == month]
    form, write = {
        1: ("report.csv.gz", to_legacy_csv),
        2: ("report.parquet", to_parquet),
        3: ("report.jsonl", to_lines),
    }[month.month]
    return form, write(of_month)


def land_aws(landing: Path) -> None:
    """Land the calls and the final report of each month."""
    calls = bedrock_calls()
    items = [*line_items(calls, PriceBook.read()), *other_items()]
    put(landing / "usage" / "bedrock.jsonl", "".join(f"{to_json(call.envelope())}\n" for call in calls).encode())
    for month in MONTHS:
        name, content = report_of(month, items)
        put(landing / "aws_cur" / PAYER / f"{month:%Y-%m}" / "2026-05-02T04-00-00Z" / name, content)
    # Without an account folder, the report itself names the account.
    put(landing / "aws_cur" / "report.2026-02-05T04-00-00Z.csv.gz", to_legacy_csv(sized_items()))


def put(file: Path, content: bytes) -> None:
    """Write a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
