"""Calls of Gemini and the Google Cloud billing exports that bill them, in Vertex AI and in the Gemini API.

The SKUs are public ones. Rows are hourly, and the invoice month follows Pacific time. Credits are in the rows that they
reduce.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from tools.simulator.amounts import multiply, number, plain
from tools.simulator.calls import JsonObject
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook

_PACIFIC = ZoneInfo("America/Los_Angeles")
_SERVICES = {"vertex": ("C7E2-9256-1C43", "Vertex AI"), "gemini_api": ("AEFD-7695-64FA", "Gemini API")}
_VERTEX_NAMES = {
    "gemini-2.5-flash": "Gemini 2.5 Flash GA",
    "gemini-2.5-flash-lite": "Gemini 2.5 Flash Lite",
    "gemini-2.5-pro": "Gemini 2.5 Pro",
}
_API_NAMES = {"gemini-2.5-flash": "gemini 2.5 flash", "gemini-3-flash-preview": "gemini 3 flash"}
_TIER_WORDS = {"standard": "", "batch": "", "flex": " Flex", "priority": " Priority"}


@dataclass(frozen=True)
class GeminiCall:
    """One call: prompt tokens by modality (some of them cached), candidates and thoughts."""

    platform: str
    account: str
    project: str
    model: str
    tier: str
    occurred_at: datetime
    prompt: dict[str, int]
    cached: int = 0
    candidates: int = 0
    thoughts: int = 0

    def meters(self) -> dict[str, int]:
        """The disjoint quantities. Thoughts are output."""
        used = {f"{modality}_input": tokens for modality, tokens in self.prompt.items()}
        used["text_input"] = used.get("text_input", 0) - self.cached
        used |= {"text_cached_input": self.cached, "text_output": self.candidates, "thoughts": self.thoughts}
        return {meter: tokens for meter, tokens in used.items() if tokens}

    def envelope(self) -> JsonObject:
        """The usage envelope with the answer of the API."""
        at = self.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        prompt = sum(self.prompt.values())
        metadata: JsonObject = {
            "promptTokenCount": prompt,
            "candidatesTokenCount": self.candidates,
            "thoughtsTokenCount": self.thoughts,
            "totalTokenCount": prompt + self.candidates + self.thoughts,
            "promptTokensDetails": [
                {"modality": modality.upper(), "tokenCount": tokens} for modality, tokens in self.prompt.items()
            ],
        }
        if self.cached:
            metadata["cachedContentTokenCount"] = self.cached
            metadata["cacheTokensDetails"] = [{"modality": "TEXT", "tokenCount": self.cached}]
        return {
            "event_id": f"{self.account}/{self.platform}/{self.model}/{self.tier}/{at}",
            "occurred_at": at,
            "platform": self.platform,
            "billing_account_id": self.account,
            "project_id": self.project,
            "user_id": self.project,
            "service_tier": self.tier,
            "payload": {"modelVersion": self.model, "usageMetadata": metadata},
        }


@dataclass(frozen=True)
class Row:
    """One row of an export. The quantity is in single units."""

    account: str
    project: str
    service: tuple[str, str]
    sku: str
    start: datetime
    quantity: Decimal
    cost: Decimal
    cost_type: str = "regular"
    credits: tuple[tuple[str, Decimal], ...] = field(default=())
    currency: str = "USD"
    rate: Decimal = Decimal(1)

    @property
    def invoice_month(self) -> str:
        """The month in Pacific time."""
        return f"{self.start.astimezone(_PACIFIC):%Y%m}"


def sku(call: GeminiCall, meter: str) -> str:
    """The SKU of a meter, in the spelling of the platform."""
    if call.platform == "gemini_api":
        words = "output" if meter in ("text_output", "thoughts") else "input"
        cached = "cached " if "cached" in meter else ""
        modality = "text" if meter == "thoughts" else meter.partition("_")[0]
        tier = "" if call.tier == "standard" else f" {call.tier}"
        return f"Generate content {cached}{words} token count {_API_NAMES[call.model]} {modality}{tier}"
    name = _VERTEX_NAMES[call.model]
    if meter == "text_cached_input":
        return f" {name} Input Text Caching{_TIER_WORDS[call.tier]}"
    if meter == "thoughts":
        what = "Thinking Text Output"
    elif meter == "text_output":
        what = "Text Output (Thinking On)" if call.thoughts else "Text Output"
    else:
        what = f"{meter.partition('_')[0].title()} Input"
    return f"{name} {what}{_TIER_WORDS[call.tier]} - {'Batch ' if call.tier == 'batch' else ''}Predictions"


def rows(calls: Iterable[GeminiCall], book: PriceBook) -> list[Row]:
    """One row per hour, project, SKU and price."""
    tokens: dict[tuple[str, str, str, str, datetime, Decimal], int] = {}
    for call in calls:
        hour = call.occurred_at.replace(minute=0, second=0)
        scope = "global" if call.platform == "vertex" else ""
        for meter, quantity in call.meters().items():
            priced = "text_output" if meter == "thoughts" else meter
            price = book.unit_price(call.platform, call.model, priced, call.tier, scope, hour.date())
            key = (call.account, call.project, call.platform, sku(call, meter), hour, price)
            tokens[key] = tokens.get(key, 0) + quantity
    return [
        Row(account, project, _SERVICES[platform], name, hour, Decimal(quantity), multiply(quantity, price))
        for (account, project, platform, name, hour, price), quantity in sorted(tokens.items())
    ]


def nested(row: Row) -> JsonObject:
    """A row as BigQuery exports it, without null values."""
    record: JsonObject = {
        "billing_account_id": row.account,
        "service": {"id": row.service[0], "description": row.service[1]},
        "sku": {"id": "0000-0000-0000", "description": row.sku},
        "usage_start_time": f"{row.start:%Y-%m-%d %H:%M:%S} UTC",
        "usage_end_time": f"{row.start + timedelta(hours=1):%Y-%m-%d %H:%M:%S} UTC",
        "project": {"id": row.project},
        "location": {"location": "us", "region": "us-central1"},
        "cost": number(row.cost),
        "cost_at_list": number(row.cost),
        "currency": row.currency,
        "currency_conversion_rate": number(row.rate),
        "credits": [{"name": kind.lower(), "type": kind, "amount": number(amount)} for kind, amount in row.credits],
        "invoice": {"month": row.invoice_month},
        "cost_type": row.cost_type,
    }
    if row.quantity:
        record["usage"] = {
            "amount": number(row.quantity),
            "unit": "count",
            "amount_in_pricing_units": number(row.quantity),
            "pricing_unit": "count",
        }
    return record


def flat(row: Row) -> dict[str, str]:
    """A row with flat names. The credits are JSON text."""
    return {
        "billing_account_id": row.account,
        "service.description": row.service[1],
        "sku.description": row.sku,
        "usage_start_time": f"{row.start:%Y-%m-%d %H:%M:%S}+00:00",
        "project.id": row.project,
        "usage.amount": plain(row.quantity) if row.quantity else "",
        "usage.unit": "count" if row.quantity else "",
        "cost": plain(row.cost),
        "currency": row.currency,
        "currency_conversion_rate": plain(row.rate),
        "credits": to_json([{"type": kind, "amount": number(amount)} for kind, amount in row.credits]),
        "invoice.month": row.invoice_month,
        "cost_type": row.cost_type,
    }


def to_lines(exported: Sequence[Row]) -> bytes:
    """An export as JSON Lines."""
    return "".join(f"{to_json(nested(row))}\n" for row in exported).encode()


def to_csv(exported: Sequence[Row]) -> bytes:
    """An export as CSV."""
    buffer = io.StringIO(newline="")
    values = [flat(row) for row in exported]
    writer = csv.DictWriter(buffer, list(values[0]))
    writer.writeheader()
    writer.writerows(values)
    return buffer.getvalue().encode()


def to_parquet(exported: Sequence[Row]) -> bytes:
    """An export as Parquet, nested as in BigQuery. Costs are floats, as in Google's exports."""
    instant, text = pa.timestamp("us", "UTC"), pa.string()
    described = pa.struct([("id", text), ("description", text)])
    credit = pa.list_(pa.struct([("name", text), ("type", text), ("amount", pa.float64())]))
    schema = pa.schema(
        [
            ("billing_account_id", text),
            ("service", described),
            ("sku", described),
            ("usage_start_time", instant),
            ("project", pa.struct([("id", text)])),
            ("usage", pa.struct([("amount", pa.float64()), ("unit", text)])),
            ("cost", pa.float64()),
            ("currency", text),
            ("currency_conversion_rate", pa.float64()),
            ("credits", credit),
            ("invoice", pa.struct([("month", text)])),
            ("cost_type", text),
        ]
    )
    records = [
        {
            "billing_account_id": row.account,
            "service": {"id": row.service[0], "description": row.service[1]},
            "sku": {"id": "0000-0000-0000", "description": row.sku},
            "usage_start_time": row.start,
            "project": {"id": row.project},
            "usage": {"amount": float(row.quantity), "unit": "count"} if row.quantity else None,
            "cost": float(row.cost),
            "currency": row.currency,
            "currency_conversion_rate": float(row.rate),
            "credits": [{"name": kind, "type": kind, "amount": float(amount)} for kind, amount in row.credits],
            "invoice": {"month": row.invoice_month},
            "cost_type": row.cost_type,
        }
        for row in exported
    ]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records, schema), buffer)
    return buffer.getvalue()
