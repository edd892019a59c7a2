"""Three months of Gemini, billed by exports as JSON Lines, CSV and Parquet, one per invoice month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from python_tests.bill_writers.gcp_bills import GeminiCall, Row, nested, rows, to_csv, to_lines, to_parquet
from python_tests.bills.aws_bill import put
from tools.simulator.calls import JsonObject
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook

ACCOUNT = "01ABCD-EF0123-456789"
FAULTY = "02ABCD-EF0123-456789"
_MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
_PROJECTS = ("chat-prod", "chat-test")
#: Platform, model, tier, modalities of the prompt, and whether it thinks.
_KINDS = (
    ("vertex", "gemini-2.5-flash", "standard", ("text", "image", "audio", "video"), True),
    ("vertex", "gemini-2.5-flash", "batch", ("text",), False),
    ("vertex", "gemini-2.5-flash", "priority", ("text", "image"), True),
    ("vertex", "gemini-2.5-flash-lite", "standard", ("text", "image"), False),
    ("vertex", "gemini-2.5-pro", "standard", ("text",), True),
    ("gemini_api", "gemini-2.5-flash", "standard", ("text", "audio"), True),
    ("gemini_api", "gemini-3-flash-preview", "flex", ("text", "image"), True),
)
CREDITS = {"credit": Decimal("-0.75"), "commitment": Decimal("-0.5"), "tax": Decimal("2.5"), "support": Decimal("29")}


def gemini_calls(account: str = ACCOUNT) -> list[GeminiCall]:
    """Calls on some days of each month. In Pacific time the earliest ones belong to the previous month."""
    calls = []
    for month in _MONTHS:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in (month, month.replace(day=15), last):
            for number, (platform, model, tier, modalities, thinks) in enumerate(_KINDS):
                for hour in (3, 12, 23):
                    prompt = {what: 2_003 + 577 * place + 13 * number + hour for place, what in enumerate(modalities)}
                    at = datetime(day.year, day.month, day.day, hour, 5 * number, tzinfo=UTC)
                    cached = 1_024 if tier == "standard" else 0
                    thoughts = 333 + hour if thinks else 0
                    call = GeminiCall(
                        platform, account, _PROJECTS[number % 2], model, tier, at, prompt, cached, 411, thoughts
                    )
                    calls.append(call)
    return calls


def export_rows(calls: list[GeminiCall]) -> list[Row]:
    """The rows of the calls, credits on two of them, and lines without a call."""
    exported = rows(calls, PriceBook.read())
    exported[0] = replace(exported[0], credits=(("PROMOTION", Decimal("-0.25")), ("FREE_TIER", Decimal("-0.5"))))
    exported[1] = replace(exported[1], credits=(("COMMITTED_USAGE_DISCOUNT", CREDITS["commitment"]),))
    other = replace(exported[0], start=datetime(2026, 3, 20, 8, tzinfo=UTC), quantity=Decimal(0), credits=())
    return [
        *exported,
        replace(other, service=("0000", "Invoice"), sku="Tax", cost_type="tax", cost=CREDITS["tax"]),
        replace(other, service=("0001", "Support"), sku="Enhanced Support", cost=CREDITS["support"]),
        replace(other, service=("6F81-5844-456A", "Compute Engine"), sku="N1 Core", cost=Decimal("3.21")),
    ]


def faulty_lines() -> bytes:
    """A correct row, and the same row with one fault each: cost, quantity, day, amount of a credit."""
    good = nested(rows(gemini_calls(FAULTY)[:1], PriceBook.read())[0])
    faults: tuple[JsonObject, ...] = (
        {},
        {"cost": "much"},
        {"usage": {"amount": "some", "unit": "count"}},
        {"usage_start_time": "2026-02-30 00:00:00 UTC"},
        {"credits": [{"type": "PROMOTION", "amount": None}]},
    )
    return "".join(f"{to_json({**good, **fault})}\n" for fault in faults).encode()


def land_gcp(landing: Path) -> None:
    """Land the calls and one export per invoice month. A day that spans two months is incomplete in each export."""
    calls = gemini_calls()
    exported = export_rows(calls)
    put(landing / "usage" / "gemini.jsonl", "".join(f"{to_json(call.envelope())}\n" for call in calls).encode())
    writers = {"202602": ("export.csv", to_csv), "202603": ("export.parquet", to_parquet)}
    for month in sorted({row.invoice_month for row in exported}):
        name, write = writers.get(month, ("export.jsonl", to_lines))
        content = write([row for row in exported if row.invoice_month == month])
        put(landing / "gcp_billing" / ACCOUNT / month / f"{month[:4]}-{month[4:]}-28T04-00-00Z" / name, content)
    # Without an account folder, the export itself names the account.
    put(landing / "gcp_billing" / "export.2026-02-05T04-00-00Z.jsonl", faulty_lines())
