"""Anthropic's cost report: daily buckets in cents, grouped by price, and the messages that it charges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tools.simulator.amounts import multiply, plain
from tools.simulator.calls import JsonObject
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook

LONG_CONTEXT_FROM = 200_001

#: The name of each token meter in the report.
TOKEN_TYPES = {
    "text_input": "uncached_input_tokens",
    "text_cached_input": "cache_read_input_tokens",
    "text_cache_write_5m": "cache_creation.ephemeral_5m_input_tokens",
    "text_cache_write_1h": "cache_creation.ephemeral_1h_input_tokens",
    "text_output": "output_tokens",
}
_TOKEN_NAMES = {
    "text_input": "Input Tokens",
    "text_cached_input": "Input Tokens, Cache Read",
    "text_cache_write_5m": "Input Tokens, Cache Write 5m",
    "text_cache_write_1h": "Input Tokens, Cache Write 1h",
    "text_output": "Output Tokens",
}


@dataclass(frozen=True)
class Message:
    """One answer of the Messages API: its quantities by meter, and the properties that determine its price."""

    identifier: str
    occurred_at: datetime
    model: str
    priced_model: str
    quantities: dict[str, int] = field(hash=False)
    web_searches: int = 0
    service_tier: str = "standard"
    inference_geo: str = "global"
    workspace_id: str | None = None

    @property
    def context_tokens(self) -> int:
        """All input tokens, including those read from the cache and written to it."""
        return sum(quantity for meter, quantity in self.quantities.items() if meter != "text_output")

    def envelope(self, account: str) -> JsonObject:
        """Return the envelope that a collector lands, with the body as the API returns it."""
        used = self.quantities
        usage: JsonObject = {
            "input_tokens": used["text_input"],
            "cache_creation_input_tokens": used["text_cache_write_5m"] + used["text_cache_write_1h"],
            "cache_read_input_tokens": used["text_cached_input"],
            "cache_creation": {
                "ephemeral_5m_input_tokens": used["text_cache_write_5m"],
                "ephemeral_1h_input_tokens": used["text_cache_write_1h"],
            },
            "output_tokens": used["text_output"],
            "service_tier": self.service_tier,
            "inference_geo": self.inference_geo,
        }
        if self.web_searches:
            usage["server_tool_use"] = {"web_search_requests": self.web_searches, "web_fetch_requests": 0}
        return {
            "occurred_at": self.occurred_at.isoformat(),
            "platform": "anthropic",
            "billing_account_id": account,
            "user_id": f"{account}-user",
            "payload": {
                "id": self.identifier,
                "type": "message",
                "role": "assistant",
                "model": self.model,
                "content": [],
                "stop_reason": "end_turn",
                "usage": usage,
            },
        }


class _Line(NamedTuple):
    """The grain of the report. All values are text, so that lines can be sorted."""

    day: date
    workspace_id: str
    model: str
    cost_type: str
    token_type: str
    name: str
    service_tier: str
    context_window: str
    inference_geo: str


def cost_lines(messages: Iterable[Message], book: PriceBook) -> dict[_Line, Decimal]:
    """Return the cost of the messages at list price, in dollars, by line of the report."""
    lines: dict[_Line, Decimal] = {}

    def add(line: _Line, cost: Decimal) -> None:
        lines[line] = lines.get(line, Decimal(0)) + cost

    for message in messages:
        day, workspace = message.occurred_at.date(), message.workspace_id or ""
        region = "" if message.inference_geo == "global" else message.inference_geo
        window = "200k-1M" if message.context_tokens >= LONG_CONTEXT_FROM else "0-200k"
        for meter, quantity in message.quantities.items():
            if quantity:
                price = book.unit_price(
                    "anthropic",
                    message.priced_model,
                    meter,
                    message.service_tier,
                    "",
                    day,
                    region,
                    message.context_tokens,
                )
                add(
                    _Line(
                        day,
                        workspace,
                        message.model,
                        "tokens",
                        TOKEN_TYPES[meter],
                        _TOKEN_NAMES[meter],
                        message.service_tier,
                        window,
                        message.inference_geo,
                    ),
                    multiply(quantity, price),
                )
        if message.web_searches:
            price = book.unit_price("anthropic", message.priced_model, "web_search_call", "standard", "", day)
            add(_Line(day, workspace, "", "web_search", "", "", "", "", ""), multiply(message.web_searches, price))
    return lines


def cost_report(
    lines: dict[_Line, Decimal], first_day: date, last_day: date, next_page: str | None = None, is_grouped: bool = True
) -> bytes:
    """Return one page of the report, a bucket a day, empty ones included.

    Ungrouped, as the API answers without `group_by`, the amounts of a day are one result without any name.
    """
    days = [first_day + timedelta(days=offset) for offset in range((last_day - first_day).days + 1)]
    buckets = []
    for day in days:
        of_day = {line: cost for line, cost in sorted(lines.items()) if line.day == day}
        results = [_result(line, cost) for line, cost in of_day.items()]
        if of_day and not is_grouped:
            results = [_result(_Line(day, "", "", "", "", "", "", "", ""), sum(of_day.values(), Decimal(0)))]
        buckets.append(
            {
                "starting_at": f"{day.isoformat()}T00:00:00Z",
                "ending_at": f"{(day + timedelta(days=1)).isoformat()}T00:00:00Z",
                "results": results,
            }
        )
    return to_json({"data": buckets, "has_more": next_page is not None, "next_page": next_page}).encode()


def _result(line: _Line, cost: Decimal) -> JsonObject:
    descriptions = {"tokens": f"{line.model} Usage - {line.name}", "web_search": "Web Search Usage"}
    return {
        "amount": plain(multiply(cost, 100)),
        "currency": "USD",
        "cost_type": line.cost_type or None,
        "description": descriptions.get(line.cost_type),
        "model": line.model or None,
        "token_type": line.token_type or None,
        "service_tier": line.service_tier or None,
        "context_window": line.context_window or None,
        "inference_geo": line.inference_geo or None,
        "workspace_id": line.workspace_id or None,
    }


def usage_lines(messages: Sequence[Message], account: str) -> str:
    """Return the envelopes of the messages, one per line."""
    return "".join(f"{to_json(message.envelope(account))}\n" for message in messages)
