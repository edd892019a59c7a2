"""Calls of Amazon Bedrock and the AWS Cost and Usage Reports that bill them: legacy or 2.0, hourly, month to date.

Usage types and products are public ones. Amazon's own models are billed in thousands of tokens and say so; products of
the Marketplace are billed in "Units", and may leave it to the price what a unit is.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from tools.simulator.amounts import divide, multiply, number, plain
from tools.simulator.calls import JsonObject
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook

_HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
_SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
_NEW_SONNET = "anthropic.claude-sonnet-4-6"
_NOVA = "amazon.nova-lite-v1:0"


class Product(NamedTuple):
    """The billing of a model: its product, the style of its usage types, its unit, and the tokens in one unit."""

    name: str
    style: str
    unit: str
    tokens_a_unit: int
    description: str


PRODUCTS = {
    _HAIKU: Product("Claude Haiku 4.5 (Amazon Bedrock Edition)", "legacy", "Units", 1_000_000, "Million Tokens"),
    _SONNET: Product("Claude Sonnet 4.5 (Amazon Bedrock Edition)", "legacy", "Units", 1_000, "Tokens"),
    _NEW_SONNET: Product("Claude Sonnet 4.6 (Amazon Bedrock Edition)", "new", "Units", 1_000_000, "Tokens"),
    _NOVA: Product("Amazon Bedrock", "own", "1K tokens", 1_000, "$ per 1K tokens for Nova Lite"),
}
_LEGACY = {
    "text_input": "InputTokenCount",
    "text_output": "OutputTokenCount",
    "text_cached_input": "CacheReadInputTokenCount",
    "text_cache_write_5m": "CacheWriteInputTokenCount",
    "text_cache_write_1h": "CacheWrite1hInputTokenCount",
}
_NEW = {
    "text_input": "input_tokens",
    "text_output": "output_tokens",
    "text_cached_input": "cache_read_tokens",
    "text_cache_write_5m": "cache_write_tokens",
    "text_cache_write_1h": "cache_write_tokens_1h",
}
_OWN = {
    "text_input": "input-tokens",
    "text_output": "output-tokens",
    "text_cached_input": "cache-read-input-token-count",
}


@dataclass(frozen=True)
class BedrockCall:
    """One call through the Converse API. The prefix of the model names the geography of a cross-region profile."""

    account: str
    usage_account: str
    model: str
    tier: str
    occurred_at: datetime
    tokens: dict[str, int]

    @property
    def profile(self) -> str:
        """The geography of the profile, `global`, or an empty text for a call in its own region."""
        head = self.model.partition(".")[0]
        return head if head in ("global", "us", "eu") else ""

    @property
    def base_model(self) -> str:
        """The model without its profile."""
        return self.model.removeprefix(f"{self.profile}.")

    def unit_price(self, book: PriceBook, meter: str) -> Decimal:
        """The list price of one token."""
        scope = {"": "regional", "global": "global"}.get(self.profile, "data_zone")
        return book.unit_price("bedrock", self.model, meter, self.tier, scope, self.occurred_at.date())

    def envelope(self) -> JsonObject:
        """The usage envelope: what the Converse API answers."""
        used = {meter: self.tokens.get(meter, 0) for meter in _LEGACY}
        written = used["text_cache_write_5m"] + used["text_cache_write_1h"]
        usage: JsonObject = {
            "inputTokens": used["text_input"],
            "outputTokens": used["text_output"],
            "cacheReadInputTokens": used["text_cached_input"],
            "cacheWriteInputTokens": written,
            "totalTokens": sum(used.values()),
        }
        if used["text_cache_write_1h"]:
            usage["cacheDetails"] = [{"ttl": "1h", "inputTokens": used["text_cache_write_1h"]}]
        at = self.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "event_id": f"{self.account}/{self.model}/{self.tier}/{at}",
            "occurred_at": at,
            "platform": "bedrock",
            "billing_account_id": self.account,
            "user_id": self.usage_account,
            "model": self.model,
            "service_tier": self.tier,
            "payload": {"output": {}, "stopReason": "end_turn", "usage": usage},
        }


@dataclass(frozen=True)
class LineItem:
    """One line of a report. Quantity and rate are per unit."""

    account: str
    usage_account: str
    start: datetime
    line_item_type: str
    product: str
    product_code: str
    usage_type: str
    description: str
    unit: str
    quantity: Decimal
    cost: Decimal

    @property
    def month(self) -> date:
        """The billing period."""
        return self.start.date().replace(day=1)


def usage_type(call: BedrockCall, meter: str) -> str:
    """The usage type of a meter. The geography of a profile is not in it."""
    style = PRODUCTS[call.base_model].style
    is_global, is_batch = call.profile == "global", call.tier == "batch"
    if style == "own":
        return f"USE1-NovaLite-{_OWN[meter]}{'-cross-region-global' if is_global else ''}{'-batch' if is_batch else ''}"
    if style == "new":
        return f"USE1-MP:USE1_{_NEW[meter]}{'_global' if is_global else ''}_{call.tier}-Units"
    return f"USE1-MP:USE1_{_LEGACY[meter]}{'_Global' if is_global else ''}{'_Batch' if is_batch else ''}-Units"


def line_items(calls: Iterable[BedrockCall], book: PriceBook) -> list[LineItem]:
    """One line per hour, usage account, usage type and price."""
    tokens: dict[tuple[str, str, datetime, str, str, Decimal], int] = {}
    for call in calls:
        hour = call.occurred_at.replace(minute=0, second=0)
        for meter, quantity in call.tokens.items():
            price = call.unit_price(book, meter)
            kind = usage_type(call, meter)
            key = (call.account, call.usage_account, hour, call.base_model, kind, price)
            tokens[key] = tokens.get(key, 0) + quantity
    items = []
    for (account, usage_account, hour, model, kind, price), quantity in sorted(tokens.items()):
        product = PRODUCTS[model]
        items.append(
            LineItem(
                account,
                usage_account,
                hour,
                "Usage",
                product.name,
                "AmazonBedrock" if product.style == "own" else "AmazonBedrockFoundationModels",
                kind,
                f"AWS usage|us-east-1|{product.description}",
                product.unit,
                divide(quantity, product.tokens_a_unit),
                multiply(quantity, price),
            )
        )
    return items


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _instant(moment: datetime | date) -> str:
    return datetime(moment.year, moment.month, moment.day, getattr(moment, "hour", 0), tzinfo=UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )


def legacy_row(item: LineItem) -> dict[str, str]:
    """A line in the form of a legacy report."""
    return {
        "identity/LineItemId": f"{item.start:%Y%m%d%H}{item.usage_type}{item.line_item_type}",
        "bill/PayerAccountId": item.account,
        "bill/BillingPeriodStartDate": _instant(item.month),
        "bill/BillingPeriodEndDate": _instant(_next_month(item.month)),
        "lineItem/UsageAccountId": item.usage_account,
        "lineItem/LineItemType": item.line_item_type,
        "lineItem/UsageStartDate": _instant(item.start),
        "lineItem/UsageEndDate": _instant(item.start + timedelta(hours=1)),
        "lineItem/ProductCode": item.product_code,
        "lineItem/UsageType": item.usage_type,
        "lineItem/UsageAmount": plain(item.quantity),
        "lineItem/CurrencyCode": "USD",
        "lineItem/UnblendedCost": plain(item.cost),
        "lineItem/LineItemDescription": item.description,
        "product/ProductName": item.product,
        "product/servicecode": item.product_code,
        "product/servicename": item.product,
        "product/region": "us-east-1",
        "pricing/publicOnDemandCost": plain(item.cost),
        "pricing/unit": item.unit,
        "resourceTags/user:Team": "",
        "resourceTags/user:team": "",
    }


def current_row(item: LineItem) -> JsonObject:
    """A line in the form of report 2.0, where the product is a map."""
    return {
        "bill_payer_account_id": item.account,
        "bill_billing_period_start_date": _instant(item.month),
        "bill_billing_period_end_date": _instant(_next_month(item.month)),
        "line_item_usage_account_id": item.usage_account,
        "line_item_line_item_type": item.line_item_type,
        "line_item_usage_start_date": _instant(item.start),
        "line_item_product_code": item.product_code,
        "line_item_usage_type": item.usage_type,
        "line_item_usage_amount": number(item.quantity),
        "line_item_currency_code": "USD",
        "line_item_unblended_cost": number(item.cost),
        "line_item_line_item_description": item.description,
        "product": {"product_name": item.product, "servicename": item.product, "region": "us-east-1"},
        "product_servicecode": item.product_code,
        "pricing_public_on_demand_cost": number(item.cost),
        "pricing_unit": item.unit,
    }


def to_legacy_csv(items: Sequence[LineItem]) -> bytes:
    """A legacy report as gzipped CSV."""
    buffer = io.StringIO(newline="")
    rows = [legacy_row(item) for item in items]
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return gzip.compress(buffer.getvalue().encode(), mtime=0)


def to_lines(items: Sequence[LineItem]) -> bytes:
    """A report in form 2.0 as JSON Lines."""
    return "".join(f"{to_json(current_row(item))}\n" for item in items).encode()


def to_parquet(items: Sequence[LineItem]) -> bytes:
    """A report in form 2.0 as Parquet: instants, exact decimals and the product as a map."""
    rows = [current_row(item) for item in items]
    instants = {name for name in rows[0] if name.endswith("_date")}
    decimals = {name for name, value in rows[0].items() if isinstance(value, Decimal)}
    columns: dict[str, pa.Array] = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        if name in instants:
            moments = [datetime.fromisoformat(str(value)).replace(tzinfo=None) for value in values]
            columns[name] = pa.array(moments, pa.timestamp("ms"))
        elif name in decimals:
            columns[name] = pa.array(values, pa.decimal128(38, 12))
        elif name == "product":
            columns[name] = pa.array([list(value.items()) for value in values], pa.map_(pa.string(), pa.string()))
        else:
            columns[name] = pa.array(values, pa.string())
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()
