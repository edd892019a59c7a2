"""Messages of every kind that Anthropic's cost report distinguishes, and the report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

from python_tests.bill_writers.anthropic_bills import Message, cost_lines, cost_report, usage_lines
from python_tests.bills.deliveries import FIRST_DAY, LAST_DAY, land_ten_times, put
from tools.simulator.amounts import divide
from tools.simulator.prices import PriceBook

ACCOUNT = "anthropic-cost"
#: An account with the same messages, whose report was fetched without `group_by`.
UNGROUPED_ACCOUNT = "anthropic-cost-ungrouped"

_MODELS = {
    "claude-sonnet-4-5-20250929": ("claude-sonnet-4-5", ("global",)),
    "claude-opus-4-6": ("claude-opus-4-6", ("global", "us")),
}


def messages(prefix: str) -> list[Message]:
    """Both tiers, both places and both context lengths, on every second day of the month."""
    found: list[Message] = []
    for offset in range(0, (LAST_DAY - FIRST_DAY).days + 1, 2):
        at = datetime(2026, 3, 1, 23, 59, 58, tzinfo=UTC) + timedelta(days=offset)
        for model, tier in product(_MODELS, ("standard", "batch")):
            priced_model, places = _MODELS[model]
            for place in places:
                number = len(found)
                # Only the older model has a separate price for a long context during the whole month.
                input_tokens = 190_000 if priced_model == "claude-sonnet-4-5" and number % 4 == 0 else 1_003 + number
                found.append(
                    Message(
                        identifier=f"msg_{prefix}_{number}",
                        occurred_at=at,
                        model=model,
                        priced_model=priced_model,
                        quantities={
                            "text_input": input_tokens,
                            "text_cached_input": 10_007 + number,
                            "text_cache_write_5m": 2_011 if number % 3 else 0,
                            "text_cache_write_1h": 509,
                            "text_output": 717 + 3 * number,
                        },
                        web_searches=number % 3,
                        service_tier=tier,
                        inference_geo=place,
                        workspace_id=f"wrkspc_{number % 2}" if number % 5 else None,
                    )
                )
    return found


def land_anthropic_cost(landing: Path) -> None:
    """Land the messages and ten deliveries of their report. Only the last one has the final amounts."""
    book = PriceBook.read()
    for account in (ACCOUNT, UNGROUPED_ACCOUNT):
        made = messages(account)
        lines = cost_lines(made, book)
        provisional = {line: divide(cost, 2) for line, cost in lines.items()}

        def export(
            last_day: date, is_final: bool, account: str = account, final=lines, provisional=provisional
        ) -> bytes:
            shown = final if is_final else provisional
            return cost_report(shown, FIRST_DAY, last_day, is_grouped=account == ACCOUNT)

        put(landing, f"usage/{account}.jsonl", usage_lines(made, account))
        land_ten_times(landing, f"anthropic_cost/{account}", "costs.json", export)


def billed_total(account: str) -> Decimal:
    """The total of an account's final report, in dollars."""
    return sum(cost_lines(messages(account), PriceBook.read()).values(), Decimal(0))
