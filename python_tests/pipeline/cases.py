"""Public cases with known results, and how each is landed.

The cases are in `data/cases.jsonl`; their sources are in `data/SOURCES.md`. Each case has an account and a user of its
name, so that its rows in the marts can be identified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import simplejson

from python_tests.pipeline.landing import Deliveries
from tools.simulator.calls import JsonObject

_CASES = Path(__file__).parents[1] / "data" / "cases.jsonl"

#: Cases that the product cannot represent in full, and why. The reason states where the rest is tested.
NOT_EXPRESSIBLE = {
    "audio-hours-fraction": "a made-up provider and price; fractional seconds are tested at the price of whisper",
    "alloc-credits-4dp": "allocation keeps twelve decimals and never rounds to a currency; the sum is tested",
    "azure-gpt-audio-output": "the case gives the output side only; the input has a price here and is left aside",
    "anth-us-residency": "a cost without its tokens; the rows of the book for inference in the US are tested below",
    "deepseek-peak": "prices by the hour of the day: the book has the most expensive one",
    "xai-own-bill": "0.002226 is within the absolute tolerance of 0.01, so one call is matched; a thousand are tested",
}

#: Cases with wrong price rows in a seed, not in a record. They are tested on a copy of the project.
PRICE_BOOK_CASES = ("tracker-units", "reject-negative-price")

#: A time at which the price book has the prices of cases that do not state a time.
_TIMES = {
    "gpt-3.5-turbo": "2023-07-01T12:00:00Z",
    "gpt-5.6-sol": "2026-07-20T12:00:00Z",
    "gpt-realtime-2.1": "2026-08-20T12:00:00Z",
    "gpt-realtime-whisper": "2026-08-20T12:00:00Z",
    "claude-opus-4-8": "2026-08-20T12:00:00Z",
    "bedrock-opus-4-8": "2026-08-20T12:00:00Z",
    "gemini-2.5-flash": "2025-09-01T12:00:00Z",
    "claude-sonnet-4-5": "2025-12-01T12:00:00Z",
    "claude-sonnet-4.5": "2025-12-01T12:00:00Z",
    "gemini-3.6-flash": "2027-01-01T00:00:00Z",
}
#: Our names for models to which the cases give names of their own.
_MODELS = {"bedrock-opus-4-8": "global.anthropic.claude-opus-4-8", "(glm)": "accounts/fireworks/models/glm-5p1"}
#: Our names for the platforms of the cases. Other names mean OpenAI.
_PLATFORMS = {
    "anthropic": "anthropic",
    "aws": "bedrock",
    "azure": "azure",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "fireworks_ai": "fireworks_ai",
    "google": "gemini_api",
    "mistral": "mistral",
    "modal": "modal",
    "perplexity": "perplexity",
}
_ANY_TIME = "2026-03-15T12:00:00Z"

#: Our names for meters whose names in the cases do not follow the pattern `direction.modality.part`.
_METERS = {
    "audio.seconds": "transcription_seconds",
    "tool.code_interpreter": "code_interpreter_session",
    "tool.web_search": "web_search_call",
    "output.reasoning": "text_output_thinking",
    "output.citation": "text_citation",
}


@dataclass(frozen=True)
class Case:
    """One case. `fields` is the content of its line."""

    id: str
    kind: str
    platform: str
    fields: dict[str, Any]

    @property
    def model(self) -> str | None:
        """The model, without the remarks of the case."""
        model = self.fields["model"]
        return model and _MODELS.get(model, model.partition(" ")[0])

    @property
    def occurred_at(self) -> str:
        """The time of its calls."""
        at = self.fields.get("event_time") or _TIMES.get((self.fields["model"] or "").partition(" ")[0], _ANY_TIME)
        return at if "T" in at else f"{at}T12:00:00Z"

    def __str__(self) -> str:
        """Name the test."""
        return self.id


def read_cases(kind: str) -> list[Case]:
    """The cases of a kind, in the order of the file."""
    with _CASES.open(encoding="utf-8") as lines:
        records = [simplejson.loads(line, use_decimal=True) for line in lines]
    return [
        Case(record["id"], record["kind"], _PLATFORMS.get(record["provider"], "openai"), record)
        for record in records
        if record["kind"] == kind
    ]


def case_of(kind: str, identifier: str) -> Case:
    """One case."""
    return next(case for case in read_cases(kind) if case.id == identifier)


def meter_of(name: str) -> str:
    """Our name for a case's meter: `input.text.cached` becomes `text_cached_input`."""
    if name in _METERS:
        return _METERS[name]
    direction, modality, *part = name.split(".")
    if not part:
        return f"{modality}_{direction}"
    return f"{modality}_{'cached_input' if part[0] == 'cached' else part[0]}"


def unit_price(price: dict[str, Any]) -> Decimal:
    """The price of one unit with the twelve decimals of the marts."""
    exact = Decimal(price["price_usd"]) / Decimal(price["per"])
    return exact.quantize(Decimal("0.000000000001"), rounding=ROUND_HALF_UP)


def billed_meters(case: Case) -> dict[str, int] | None:
    """The tokens of each billed meter, for a case that shows a bill instead of a call."""
    usage = case.fields["usage"]
    return usage.get("meters") if isinstance(usage, dict) else None


LEFT_OUT = ("audio-hours-fraction", "anth-us-residency", "deepseek-peak")
COST_CASES = [case for case in read_cases("cost") if case.id not in LEFT_OUT]
CALLS = [case for case in COST_CASES if billed_meters(case) is None]
BILLS = [case for case in COST_CASES if billed_meters(case) is not None]
REJECTS = [case for case in read_cases("reject") if case.id not in PRICE_BOOK_CASES]
PARSES = read_cases("parse")
ALLOCATIONS = read_cases("allocate")

#: Cases that show a usage object in the form of another library, which no API sends.
_NORMALIZED = ("anth-sonnet45-1h-long",)

#: The two shapes of a case's usage object: as the case shows it, and inside the event or body that the API sends.
SHAPES = ("printed", "sent")

PARSE_DAY = date(2026, 8, 12)
ALLOCATION_DAY = date(2026, 3, 15)
#: The price of the tokens that represent the weights of an allocation: uncached text input of gpt-4o.
_TOKEN_PRICE = Decimal("0.0000025")


def account_of(case: Case, shape: str = "sent") -> str:
    """The account and user of a case."""
    return f"{case.id}.{shape}"


def land_calls(deliveries: Deliveries) -> None:
    """Land every cost and reject case that is a call, in both shapes."""
    for case in [*CALLS, *REJECTS]:
        for shape in SHAPES:
            account = account_of(case, shape)
            region = case.fields.get("region")
            for position, payload in enumerate(_payloads(case, shape, account), start=1):
                deliveries.call(
                    account,
                    f"{account}/{position}",
                    payload,
                    case.occurred_at,
                    platform=case.platform,
                    model=case.model,
                    deployment_scope="global" if case.platform == "azure" else None,
                    region=region if case.platform == "openai" else None,
                    service_tier=case.fields.get("service_tier"),
                )


def land_bills(deliveries: Deliveries) -> None:
    """Land every cost case that shows a bill, and every meter name together with a call of the model that it means."""
    for case in BILLS:
        day = date.fromisoformat(case.occurred_at[:10])
        for (name, tokens), line in zip((billed_meters(case) or {}).items(), case.fields["lines"], strict=True):
            deliveries.azure_charge(account_of(case), day, Decimal(line["amount_usd"]), name, tokens)
    for case in PARSES:
        model = case.fields["expected"]["model"]
        if model is not None:
            deliveries.call(
                f"parse-{case.platform}-calls",
                account_of(case),
                {"usage": {"input_tokens": 1}},
                f"{PARSE_DAY}T12:00:00Z",
                platform=case.platform,
                model=model,
            )
        if case.platform == "azure":
            deliveries.azure_charge("parse-azure", PARSE_DAY, Decimal(1), case.fields["meter_name"], 1_000)
        else:
            deliveries.openai_charge("parse-openai", PARSE_DAY, Decimal(1), case.fields["line_item"], 1_000)


def land_allocations(deliveries: Deliveries) -> None:
    """Land a bill of one meter for each case, and a call by each user with the weight in the case."""
    for case in ALLOCATIONS:
        account, total = account_of(case), 0
        for position, weight in enumerate(_weights(case), start=1):
            total += weight
            deliveries.call(
                account,
                f"{account}/{position}",
                {"usage": {"input_tokens": weight}},
                f"{ALLOCATION_DAY}T12:00:00Z",
                model="gpt-4o",
                user_id=f"{account}/{position}",
            )
        deliveries.openai_charge(account, ALLOCATION_DAY, Decimal(case.fields["amount"]), "gpt-4o, input", total)


def _weights(case: Case) -> Sequence[int]:
    """The tokens of each user. Weights in money become tokens of that cost."""
    if "weights" in case.fields:
        return [int(weight) for weight in case.fields["weights"]]
    tokens = [Decimal(cost) / _TOKEN_PRICE for cost in case.fields["weights_calculated"]]
    assert all(count == count.to_integral_value() for count in tokens)
    return [int(count) for count in tokens]


def _payloads(case: Case, shape: str, account: str) -> list[JsonObject]:
    usage = case.fields["usage"]
    if isinstance(usage, list):
        return [{**event, "response": {"id": f"{account}/{n}", **event["response"]}} for n, event in enumerate(usage)]
    if shape == "printed" and case.id not in _NORMALIZED:
        return [{"usage": usage}]
    return [_sent(case, usage, account)]


def _sent(case: Case, usage: JsonObject, identifier: str) -> JsonObject:
    """The event or body in which the API sends such a usage object."""
    if "InputTokenCount" in usage:
        return {"Type": "response.done", "Response": {"Id": identifier, "Status": "completed", "Usage": usage}}
    if usage.get("type") in ("tokens", "duration"):
        kind = "conversation.item.input_audio_transcription.completed"
        return {"type": kind, "item_id": identifier, "content_index": 0, "usage": usage}
    if "input_token_details" in usage or "cache_audio_read_tokens" in usage:
        response = {
            "object": "realtime.response",
            "id": identifier,
            "status": "completed",
            "usage": _on_the_wire(usage),
        }
        return {"type": "response.done", "response": response}
    if case.platform == "anthropic":
        return {"id": identifier, "type": "message", "model": case.model, "usage": _of_anthropic(usage)}
    if case.platform == "gemini_api" and "promptTokenCount" in usage:
        return {"responseId": identifier, "modelVersion": case.model, "usageMetadata": usage}
    if case.platform == "bedrock":
        return {"output": {}, "usage": usage}
    body: JsonObject = {"id": identifier, "model": case.model, "status": "completed"}
    if "service_tier" in case.fields:
        body["service_tier"] = case.fields["service_tier"]
    if "prompt_tokens" in usage:
        return {**body, "object": "chat.completion", "usage": _on_the_wire(usage)}
    return {**body, "object": "response", "usage": _on_the_wire(usage)}


def _of_anthropic(usage: JsonObject) -> JsonObject:
    """The usage object as the API writes it, for a case in which another library has made its input inclusive."""
    counts: dict[str, Any] = dict(usage)
    if "cache_write_tokens" not in counts:
        return counts
    written = counts.pop("cache_write_tokens")
    lives = {life: counts.pop(f"cache_write_{life}_tokens") for life in ("5m", "1h")}
    return {
        **counts,
        "input_tokens": counts["input_tokens"] - written,
        "cache_creation_input_tokens": written,
        "cache_creation": {f"ephemeral_{life}_input_tokens": tokens for life, tokens in lives.items()},
    }


def _on_the_wire(usage: JsonObject) -> JsonObject:
    """The usage object as the API writes it, for a case that has flattened it."""
    counts: dict[str, Any] = dict(usage)
    counts.pop("service_tier", None)  # the body states it
    if "cached_tokens" in counts:
        counts["prompt_tokens_details"] = {"cached_tokens": counts.pop("cached_tokens")}
        return counts
    flat = ("cache_read_tokens", "cache_write_tokens", "input_image_tokens", "input_audio_tokens")
    if not any(name in counts for name in flat):
        return counts
    cached, written = counts.pop("cache_read_tokens", None), counts.pop("cache_write_tokens", None)
    details: dict[str, Any] = {} if cached is None else {"cached_tokens": cached}
    if written is not None:
        details["cache_write_tokens"] = written
    for modality in ("image", "audio"):
        if f"input_{modality}_tokens" in counts:
            whole = counts.pop(f"input_{modality}_tokens")
            part = counts.pop(f"cache_{modality}_read_tokens")
            details |= {"text_tokens": counts["input_tokens"] - whole, f"{modality}_tokens": whole}
            details["cached_tokens_details"] = {"text_tokens": cached - part, f"{modality}_tokens": part}
        if f"output_{modality}_tokens" in counts:
            whole = counts.pop(f"output_{modality}_tokens")
            counts["output_tokens_details"] = {
                "text_tokens": counts["output_tokens"] - whole,
                f"{modality}_tokens": whole,
            }
    return {**counts, "input_token_details" if "audio_tokens" in details else "input_tokens_details": details}


def land_repeats(deliveries: Deliveries) -> None:
    """Land the cases of repeated records."""
    _land_session_resume(deliveries)
    for position, event in enumerate(case_of("dedupe", "dedupe-retry-4x").fields["events"]):
        # The case has other meters, so tokens of the same cost represent its minutes.
        tokens = int(Decimal(event["cost"]) / _TOKEN_PRICE)
        for _ in range(event["copies"]):
            payload = {"id": f"resp_{event['meter']}", "usage": {"input_tokens": tokens}}
            deliveries.call("dedupe-retry-4x", f"dedupe-retry-4x/{position}", payload, model="gpt-4o")
    # One identifier in two namespaces of the provider's ids: both calls are billed.
    account = "dedupe-realtime-namespaces"
    response = {"id": account, "status": "completed", "usage": {"input_tokens": 10, "output_tokens": 20}}
    item: JsonObject = {"item_id": account, "content_index": 0, "usage": {"type": "tokens", "input_tokens": 30}}
    item["type"] = "conversation.item.input_audio_transcription.completed"
    for _ in range(2):
        deliveries.call(account, None, {"type": "response.done", "response": response}, model="gpt-realtime")
        deliveries.call(account, None, item, model="gpt-4o-transcribe")


def _land_session_resume(deliveries: Deliveries) -> None:
    """Records that a resumed session logs again: the published number of records and tokens."""
    case = case_of("dedupe", "dedupe-session-resume")
    rows, distinct = case.fields["rows_before"], case.fields["rows_after"]
    tokens = _spread(case.fields["tokens_after"], distinct, rows - distinct, case.fields["tokens_before"])
    for position, (count, copies) in enumerate(tokens):
        for _ in range(copies):
            payload = {"id": f"resp_{position}", "usage": {"input_tokens": count}}
            deliveries.call(case.id, f"{case.id}/{position}", payload, model="gpt-4o")


def _spread(total: int, distinct: int, repeats: int, with_repeats: int) -> list[tuple[int, int]]:
    """The tokens and copies of `distinct` records: together `total`, and with `repeats` more copies `with_repeats`."""
    often, rest = divmod(with_repeats - total, repeats)
    twice = often + rest
    others, remainder = divmod(total - often - twice, distinct - 2)
    return [(often, repeats), (twice, 2), (others + remainder, 1), *[(others, 1)] * (distinct - 3)]
