"""The older export of daily costs of OpenAI, and pages of the costs API with tools, units and odd numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import simplejson

from python_tests.bills.deliveries import FIRST_DAY, land_ten_times, put
from python_tests.bills.demo_calls import calls_of, charges_of, usage_lines
from tools.simulator.amounts import divide, multiply, number, plain
from tools.simulator.calls import Charge, JsonObject
from tools.simulator.deliveries import to_json
from tools.simulator.meter_names import openai_line_item
from tools.simulator.openai_bills import cost_bucket, cost_page, cost_result

DAILY_ACCOUNT = "openai-daily-costs"
TOOLS_ACCOUNT = "openai-tools"
#: From this day on, the export names families of models, like the oldest exports, so that only whole days compare.
_FAMILIES_FROM = date(2026, 3, 16)

#: Model, input tokens and searches of each call with tools, and the price of a search with that model.
_SEARCHES = (
    ("gpt-4.1-2025-04-14", 1_000, 2, Decimal("0.025")),
    ("gpt-5-2025-08-07", 3_000, 5, Decimal("0.01")),
)
_INPUT_PRICES = {"gpt-4.1-2025-04-14": Decimal("0.000002"), "gpt-5-2025-08-07": Decimal("0.00000125")}


def land_openai_daily_costs(landing: Path) -> None:
    """Land calls and ten exports of their daily costs. The first have half the amounts; some have only cents."""
    calls = calls_of("openai", DAILY_ACCOUNT)
    charges = charges_of(calls)

    def export(last_day: date, is_final: bool) -> bytes:
        rows = _daily_rows([charge for charge in charges if charge.key.day <= last_day], is_final)
        total = sum((Decimal(str(row["cost"])) for row in rows), Decimal(0))
        return to_json({"object": "list", "data": rows, "total_usage": number(total)}).encode()

    put(landing, f"usage/{DAILY_ACCOUNT}.jsonl", usage_lines(calls))
    land_ten_times(landing, f"openai_costs/{DAILY_ACCOUNT}", "export.json", export)


def daily_total() -> Decimal:
    """The total of the final export, in dollars."""
    return sum((charge.cost for charge in charges_of(calls_of("openai", DAILY_ACCOUNT))), Decimal(0))


def _daily_rows(charges: Sequence[Charge], is_final: bool) -> list[JsonObject]:
    rows: list[JsonObject] = []
    for count, charge in enumerate(charges):
        key = charge.key
        dollars = charge.cost if is_final else divide(charge.cost, 2)
        name = openai_line_item(key.model, key.service_tier, key.meter, prefixed=False)
        if key.day >= _FAMILIES_FROM:
            name = key.model.split("-20")[0].upper()
        row: JsonObject = {
            "timestamp": datetime(key.day.year, key.day.month, key.day.day, tzinfo=UTC).timestamp(),
            "currency": "usd",
            "name": name,
            "cost": number(multiply(dollars, 100)),
            "organization_id": "org-elsewhere",
            "project_id": "proj_daily",
            "project_name": "Daily",
            "cost_in_major": plain(dollars),
            "date": key.day.isoformat(),
        }
        if count % 7 == 0:
            del row["cost_in_major"]
        rows.append(row)
    return rows


def land_openai_tools(landing: Path) -> None:
    """Land calls of hosted tools, and the page that bills the tools without a model."""
    envelopes = []
    for count, (model, tokens, searches, _) in enumerate(_SEARCHES):
        output: list[JsonObject] = [
            {
                "id": f"ws_{count}_{index}",
                "type": "web_search_call",
                "status": "completed",
                "action": {"type": "search"},
            }
            for index in range(searches)
        ]
        output.append({"id": f"fs_{count}", "type": "file_search_call", "status": "completed", "queries": []})
        envelopes.append(
            {
                "occurred_at": "2026-03-01T10:00:00Z",
                "platform": "openai",
                "billing_account_id": TOOLS_ACCOUNT,
                "user_id": TOOLS_ACCOUNT,
                "payload": {
                    "id": f"resp_{TOOLS_ACCOUNT}_{count}",
                    "object": "response",
                    "status": "completed",
                    "model": model,
                    "service_tier": "default",
                    "output": output,
                    "tools": [{"type": "web_search"}],
                    "usage": {"input_tokens": tokens, "output_tokens": 0, "total_tokens": tokens},
                },
            }
        )
    put(landing, f"usage/{TOOLS_ACCOUNT}.jsonl", "".join(f"{to_json(envelope)}\n" for envelope in envelopes))
    searched = sum((multiply(searches, price) for _, _, searches, price in _SEARCHES), Decimal(0))
    results = [
        # A quantity in thousands of tokens, and amounts as floats are written.
        *(
            cost_result(multiply(tokens, _INPUT_PRICES[model]), f"{model}, Input", divide(tokens, 1_000), "1000_tokens")
            for model, tokens, _, _ in _SEARCHES
        ),
        cost_result(searched, "Web search tool", Decimal(7)),
        cost_result(Decimal("0.005"), "file search tool", Decimal(2)),
    ]
    page = simplejson.loads(cost_page([cost_bucket(FIRST_DAY, results)]), use_decimal=True)
    text = simplejson.dumps(page, use_decimal=True)
    for written, scientific in (("0.005", "5e-3"), ("0.00375", "375.0E-5")):
        text = text.replace(f'"value": {written},', f'"value": {scientific},')
    put(landing, f"openai_costs/{TOOLS_ACCOUNT}/2026-04-05T03-00-00Z/page.json", text)
