"""Records of every source in which one value after another is odd. Each is valid JSON, so it reaches the models."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from python_tests.bill_writers.aws_bills import current_row, legacy_row, line_items
from python_tests.bill_writers.gcp_bills import flat, nested, rows
from python_tests.bills.aws_bill import bedrock_calls
from python_tests.bills.gcp_bill import gemini_calls
from python_tests.gateways.records import ACCEPTED
from tools.simulator.deliveries import to_json
from tools.simulator.prices import PriceBook

Record = dict[str, Any]

#: Stands for the id of a record. Each record gets an id of its own.
_ID = "poison-id"
_AT = "2026-03-15T12:00:00Z"
_PAYLOADS: dict[str, tuple[Record, ...]] = {
    "openai": (
        {
            "id": _ID,
            "object": "chat.completion",
            "model": "gpt-4o-2024-08-06",
            "service_tier": "default",
            "usage": {
                "prompt_tokens": 100,
                "completion_tokens": 20,
                "total_tokens": 120,
                "prompt_tokens_details": {"cached_tokens": 10, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 5},
            },
        },
        {
            "type": "response.done",
            "response": {
                "id": _ID,
                "status": "completed",
                "model": "gpt-5",
                "output": [{"type": "web_search_call", "id": "ws_1", "action": {"type": "search"}}],
                "tools": [{"type": "web_search"}],
                "usage": {"input_tokens": 9, "output_tokens": 2, "total_tokens": 11},
            },
        },
    ),
    "azure": ({"id": _ID, "model": "gpt-4o", "usage": {"prompt_tokens": 1, "completion_tokens": 2}},),
    "anthropic": (
        {
            "id": _ID,
            "type": "message",
            "model": "claude-sonnet-4-20250514",
            "usage": {
                "input_tokens": 10,
                "cache_creation_input_tokens": 5,
                "cache_creation": {"ephemeral_5m_input_tokens": 5, "ephemeral_1h_input_tokens": 0},
                "cache_read_input_tokens": 3,
                "output_tokens": 7,
                "server_tool_use": {"web_search_requests": 1},
                "iterations": [{"type": "message", "input_tokens": 10, "output_tokens": 7}],
            },
        },
    ),
    "gemini_api": (
        {
            "responseId": _ID,
            "modelVersion": "gemini-2.5-flash",
            "candidates": [{"groundingMetadata": {"webSearchQueries": ["a"]}}],
            "usageMetadata": {
                "promptTokenCount": 10,
                "candidatesTokenCount": 5,
                "totalTokenCount": 15,
                "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 10}],
            },
        },
    ),
    "bedrock": ({"usage": {"inputTokens": 10, "outputTokens": 5, "totalTokens": 15}, "metrics": {"latencyMs": 1}},),
    "groq": ({"id": _ID, "model": "llama-3.1-8b-instant", "usage": {"prompt_tokens": 3, "completion_tokens": 4}},),
}
_ENVELOPE: Record = {
    "event_id": _ID,
    "occurred_at": _AT,
    "billing_account_id": "poison",
    "user_id": "poison",
    "model": "gpt-4o",
    "metadata": {"a": 1},
}

_COSTS: Record = {
    "object": "bucket",
    "start_time": 1_773_532_800,
    "end_time": 1_773_619_200,
    "results": [
        {
            "object": "organization.costs.result",
            "amount": {"value": "1.5", "currency": "usd"},
            "line_item": "gpt-4o-2024-08-06, input",
            "project_id": "p",
            "quantity": 7,
            "quantity_unit": "tokens",
        }
    ],
}
_ANTHROPIC_COSTS: Record = {
    "starting_at": "2026-03-15T00:00:00Z",
    "ending_at": "2026-03-16T00:00:00Z",
    "results": [
        {
            "amount": "123.4",
            "currency": "USD",
            "cost_type": "tokens",
            "model": "claude-sonnet-4-20250514",
            "token_type": "output_tokens",
            "service_tier": "standard",
            "context_window": "0-200k",
            "workspace_id": "w",
            "description": "Claude Sonnet 4 Usage - Output Tokens",
        }
    ],
}
_OPENAI_USAGE: Record = {
    "start_time": 1_773_532_800,
    "end_time": 1_773_619_200,
    "results": [
        {
            "object": "organization.usage.completions.result",
            "model": "gpt-4o-2024-08-06",
            "project_id": "p",
            "input_tokens": 5,
            "input_cached_tokens": 1,
            "output_tokens": 3,
            "num_model_requests": 1,
            "batch": False,
        }
    ],
}
_ANTHROPIC_USAGE: Record = {
    "starting_at": "2026-03-15T00:00:00Z",
    "ending_at": "2026-03-16T00:00:00Z",
    "results": [
        {
            "model": "claude-sonnet-4-20250514",
            "workspace_id": "w",
            "service_tier": "standard",
            "uncached_input_tokens": 5,
            "cache_creation": {"ephemeral_5m_input_tokens": 1, "ephemeral_1h_input_tokens": 0},
            "cache_read_input_tokens": 2,
            "output_tokens": 3,
            "server_tool_use": {"web_search_requests": 0},
        }
    ],
}
_ITEM = line_items(bedrock_calls("poison")[:1], PriceBook.read())[0]
_ROW = rows(gemini_calls("poison")[:1], PriceBook.read())[0]

#: Rows of tables, as CSV and as JSON Lines.
TABLES: dict[str, dict[str, str]] = {
    "azure_cost": {
        "SubscriptionId": "poison",
        "Date": "03/15/2026",
        "BillingPeriodStartDate": "03/01/2026",
        "MeterName": "gpt-4o Input",
        "MeterCategory": "Foundry Models",
        "Quantity": "1",
        "UnitOfMeasure": "1M",
        "CostInBillingCurrency": "2",
        "BillingCurrencyCode": "USD",
        "ChargeType": "Usage",
        "PricingModel": "OnDemand",
        "ExchangeRate": "1",
        "Tags": '"a": "b"',
        "PublisherType": "Azure",
    },
    "aws_cur": legacy_row(_ITEM),
    "gcp_billing": flat(_ROW),
    "focus": {
        "BilledCost": "1",
        "BillingCurrency": "USD",
        "ChargeCategory": "Usage",
        "ChargeClass": "",
        "ChargePeriodStart": "2026-03-15T00:00:00Z",
        "ChargePeriodEnd": "2026-03-16T00:00:00Z",
        "BillingPeriodStart": "2026-03-01T00:00:00Z",
        "ProviderName": "OpenAI",
        "ServiceName": "OpenAI API",
        "SkuMeter": "gpt-4o input",
        "ConsumedQuantity": "1",
        "ConsumedUnit": "Tokens",
        "PricingQuantity": "1",
        "PricingUnit": "Tokens",
        "ListCost": "1",
        "SubAccountId": "poison",
        "Tags": "{}",
        "x_SkuDetails": "{}",
    },
    "openai_costs": {
        "start_time": "1773532800",
        "end_time": "1773619200",
        "start_time_iso": "2026-03-15T00:00:00+00:00",
        "end_time_iso": "2026-03-16T00:00:00+00:00",
        "amount_value": "1.5",
        "amount_currency": "usd",
        "line_item": "gpt-4o-2024-08-06, input",
        "project_id": "p",
        "organization_id": "org-poison",
    },
    "openai_usage_csv": {
        "start_time": "1773532800",
        "end_time": "1773619200",
        "start_time_iso": "2026-03-15T00:00:00+00:00",
        "end_time_iso": "2026-03-16T00:00:00+00:00",
        "model": "gpt-4o-2024-08-06",
        "num_model_requests": "1",
        "input_tokens": "10",
        "output_tokens": "5",
        "input_cached_tokens": "0",
    },
}


def _of_gateway(source: str) -> tuple[Record, ...]:
    """Two records of a gateway, without their ids."""
    cases = [case for case in ACCEPTED if case.source == source][:2]
    return tuple(
        json.loads(to_json(case.record).replace(case.event.rpartition("/")[2], _ID), parse_float=Decimal)
        for case in cases
    )


#: Records of each source that writes JSON.
RECORDS: dict[str, tuple[Record, ...]] = {
    "usage": tuple(
        {**_ENVELOPE, "platform": platform, "payload": payload}
        for platform, payloads in _PAYLOADS.items()
        for payload in payloads
    ),
    **{source: _of_gateway(source) for source in ("litellm", "langfuse", "otel", "apim", "bedrock_logs")},
    "openai_costs": (
        _COSTS,
        {
            "timestamp": 1_773_532_800,
            "currency": "usd",
            "name": "GPT-4o",
            "organization_id": "org-poison",
            "project_id": None,
            "cost": 125,
            "cost_in_major": "1.25",
            "date": "2026-03-15",
        },
    ),
    "anthropic_cost": (_ANTHROPIC_COSTS,),
    "openai_usage": (_OPENAI_USAGE,),
    "anthropic_usage": (_ANTHROPIC_USAGE,),
    "aws_cur": (current_row(_ITEM),),
    "gcp_billing": (nested(_ROW),),
}
PAGED = ("openai_costs", "anthropic_cost", "openai_usage", "anthropic_usage")

_DEEP: Any = 1
for _ in range(200):
    _DEEP = {"a": [_DEEP]}

#: Odd values, in the place of every value of a record.
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0.1,
    10**30,
    10**4_000,
    1e300,
    "",
    "\u0001\u2028",
    "NaN",
    "1e999",
    "9" * 4_000,
    "x" * 4_000,
    "\U0001f4b8 a=1;b=2|c",
    "0000-00-00T00:00:00Z",
    "2026-02-30",
    "9999-12-31T23:59:59.999999999Z",
    "294277-01-01 00:00:00",
    "2026-03-15T25:61:61+99:99",
    [],
    {},
    [[], {}, None],
    {"value": {"value": []}},
    _DEEP,
)


def odd_records(record: Record) -> Iterator[tuple[str, list[Record]]]:
    """The path of every value of a record, and the record with each odd value in its place."""
    for path in _paths(record):
        yield "/".join(map(str, path)), [_replaced(record, path, odd) for odd in ODD]


def to_lines(records: list[Record], start: int) -> str:
    """Records as JSON Lines, each with an id of its own."""
    return "".join(
        to_json(record).replace(_ID, f"poison-{number}") + "\n" for number, record in enumerate(records, start)
    )


def to_csv(header: list[str], cells: list[list[str]]) -> bytes:
    """A table as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(cells)
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value[:1]))
    for key, part in parts:
        yield (*path, key)
        yield from _paths(part, (*path, key))


def _replaced(value: Any, path: tuple[str | int, ...], odd: Any) -> Any:
    if not path:
        return odd
    key, *rest = path
    if isinstance(value, dict):
        return {**value, str(key): _replaced(value[str(key)], tuple(rest), odd)}
    assert isinstance(key, int)
    return [*value[:key], _replaced(value[key], tuple(rest), odd), *value[key + 1 :]]
