"""Records of every form of every source, with a count of tokens under a name that no one knows."""

from __future__ import annotations

import json
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from python_tests.gateways.records import (
    Record,
    invocation,
    llm_log,
    logging_payload,
    observation,
    otlp,
    span,
    spend_log,
)
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR

_SEEDS = int(os.environ.get("PROPERTIES", "1"))
_LARGEST = 10**12 - 1
_AT = "2026-03-15T12:00:00Z"

#: Endings of the names of counts.
_ENDINGS = ("_tokens", "Tokens", "TokenCount", "_token_count")

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Form:
    """A form in which calls land.

    Attributes:
        source: source under which it lands.
        platform: who bills the call.
        record: a record with known counts, of a call with an id.
        places: objects of the record in which a count may be. Text on the way to one is JSON.
        prefix: what every count of the form starts with.
        endings: endings of the names of counts.
    """

    source: str
    platform: str
    record: Callable[[str], Record]
    places: tuple[Place, ...]
    prefix: str = ""
    endings: tuple[str, ...] = _ENDINGS


@dataclass(frozen=True)
class UnknownCount:
    """A count under an unknown name, in a record that lands.

    Attributes:
        form: the name of the form, for messages.
        source: source under which it lands.
        event: id of the event.
        record: the record as it lands.
        meter: the meter of the count.
        count: its value.
    """

    form: str
    source: str
    event: str
    record: Record
    meter: str
    count: int


def land_unknown_counts(workspace: Workspace) -> None:
    """Land one file for each source."""
    lines: dict[str, list[str]] = defaultdict(list)
    for drawn in unknown_counts():
        lines[drawn.source].append(json.dumps(drawn.record) + "\n")
    for source, texts in lines.items():
        workspace.land(f"{source}/unknown_counts.jsonl", "".join(texts))


@cache
def unknown_counts() -> list[UnknownCount]:
    """Counts in every place of every form, always the same ones. `PROPERTIES=10` draws more."""
    return [drawn for seed in range(_SEEDS) for drawn in _drawn(random.Random(seed), seed)]


def _drawn(chance: random.Random, seed: int) -> Iterator[UnknownCount]:
    for form_name, form in _forms().items():
        for number, place in enumerate(form.places):
            key = f"unknown/{seed}/{form_name}/{number}"
            letters = "".join(chance.choices("abcdefghijklmnopqrstuvwxyzABCXYZ0189_", k=chance.randint(1, 12)))
            name = f"{form.prefix}q{letters}{chance.choice(form.endings)}"
            count = chance.choice([1, chance.randint(1, 10**4), chance.randint(1, 10**9), _LARGEST])
            record = _with(deepcopy(form.record(key)), place, name, count)
            yield UnknownCount(form_name, form.source, f"{form.platform}/{key}", record, name.lower(), count)


def _with(holder: Any, place: Place, name: str, count: int) -> Any:
    """A value with a count in one of its objects, which is made if it is not there. A list has attributes of OTLP."""
    if isinstance(holder, str):
        return json.dumps(_with(json.loads(holder), place, name, count))
    if not place and isinstance(holder, list):
        return [*holder, {"key": name, "value": {"intValue": str(count)}}]
    if not place:
        return {**(holder or {}), name: count}
    step, *rest = place
    if isinstance(step, str):
        holder = holder or {}
    holder[step] = _with(holder.get(step) if isinstance(holder, dict) else holder[step], tuple(rest), name, count)
    return holder


def _forms() -> dict[str, Form]:
    return {**_envelopes(), **_gateways(), **_traces(), **_logs()}


def _envelope(platform: str, payload: Record) -> Callable[[str], Record]:
    return lambda key: {
        "event_id": key,
        "occurred_at": _AT,
        "platform": platform,
        "user_id": "ada",
        "payload": payload,
    }


def _below(*parents: str | int, objects: tuple[str, ...]) -> tuple[Place, ...]:
    return (parents, *((*parents, name) for name in (*objects, "dreamt_details")))


_CHAT = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 40},
    "completion_tokens_details": {"reasoning_tokens": 5},
}
_RESPONSES = {
    "input_tokens": 100,
    "input_tokens_details": {"cached_tokens": 40},
    "output_tokens": 20,
    "output_tokens_details": {"reasoning_tokens": 5},
    "total_tokens": 120,
}
_REALTIME = {
    "input_tokens": 100,
    "input_token_details": {"text_tokens": 60, "audio_tokens": 40, "cached_tokens": 0, "cached_tokens_details": {}},
    "output_tokens": 20,
    "output_token_details": {"text_tokens": 5, "audio_tokens": 15},
    "total_tokens": 120,
}
_MESSAGES = {
    "input_tokens": 60,
    "cache_read_input_tokens": 40,
    "cache_creation_input_tokens": 7,
    "cache_creation": {"ephemeral_5m_input_tokens": 3, "ephemeral_1h_input_tokens": 4},
    "output_tokens": 20,
}
_GEMINI = {
    "promptTokenCount": 100,
    "candidatesTokenCount": 20,
    "totalTokenCount": 120,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 100}],
}
_CONVERSE = {"inputTokens": 60, "cacheReadInputTokens": 40, "outputTokens": 20, "totalTokens": 120}
_CHAT_OBJECTS = ("prompt_tokens_details", "completion_tokens_details")
_RESPONSES_OBJECTS = ("input_tokens_details", "output_tokens_details")
_REALTIME_OBJECTS = ("input_token_details", "output_token_details")


def _envelopes() -> dict[str, Form]:
    claude = {"type": "message", "model": "claude-sonnet-4-5", "usage": _MESSAGES}
    chat = {"object": "chat.completion", "model": "gpt-4o", "usage": _CHAT}
    payloads: dict[str, tuple[str, Record, tuple[Place, ...]]] = {
        "openai-chat": ("openai", chat, _below("payload", "usage", objects=_CHAT_OBJECTS)),
        "azure-chat": ("azure", chat, _below("payload", "usage", objects=_CHAT_OBJECTS)),
        "openai-responses": (
            "openai",
            {"object": "response", "model": "gpt-4o", "status": "completed", "usage": _RESPONSES},
            _below("payload", "usage", objects=_RESPONSES_OBJECTS),
        ),
        "openai-realtime": (
            "openai",
            {"type": "response.done", "response": {"status": "completed", "usage": _REALTIME}},
            _below("payload", "response", "usage", objects=_REALTIME_OBJECTS),
        ),
        "anthropic": ("anthropic", claude, _below("payload", "usage", objects=("cache_creation",))),
        "vertex-claude": ("vertex", claude, _below("payload", "usage", objects=("cache_creation",))),
        "azure-claude": ("azure", claude, _below("payload", "usage", objects=("cache_creation",))),
        "gemini": (
            "gemini_api",
            {"modelVersion": "gemini-2.5-flash", "usageMetadata": _GEMINI},
            _below("payload", "usageMetadata", objects=()),
        ),
        "gemini-chat": (
            "gemini_api",
            {"object": "chat.completion", "model": "gemini-2.5-flash", "usage": _CHAT},
            _below("payload", "usage", objects=_CHAT_OBJECTS),
        ),
        "bedrock-converse": (
            "bedrock",
            {"stopReason": "end_turn", "usage": _CONVERSE},
            _below("payload", "usage", objects=()),
        ),
        "bedrock-claude": ("bedrock", claude, _below("payload", "usage", objects=("cache_creation",))),
        "bedrock-chat": ("bedrock", chat, _below("payload", "usage", objects=_CHAT_OBJECTS)),
    }
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text())
    for platform in project["vars"]["usage_providers"]["compatible"]:
        payload = {"object": "chat.completion", "model": "some-model", "usage": _CHAT}
        payloads[f"{platform}-chat"] = (platform, payload, _below("payload", "usage", objects=_CHAT_OBJECTS))
    return {
        f"envelope-{name}": Form("usage", platform, _envelope(platform, payload), places)
        for name, (platform, payload, places) in payloads.items()
    }


def _gateways() -> dict[str, Form]:
    log = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    plain = {"id": "", "object": "chat.completion", "model": "gpt-4o"}
    values = {"cache_read_input_tokens": 40, "prompt_tokens_details": {"cached_tokens": 40}}
    counts: dict[str, object] = {"input": 100, "output": 20}
    openai: Record = {"custom_llm_provider": "openai", "model": "gpt-4o"}
    return {
        "litellm-spend-log": Form(
            "litellm",
            "openai",
            lambda key: spend_log(key, **log, metadata=json.dumps({"usage_object": _CHAT})),
            _below("metadata", "usage_object", objects=_CHAT_OBJECTS),
        ),
        "litellm-values": Form(
            "litellm",
            "openai",
            lambda key: spend_log(key, **log, metadata=json.dumps({"additional_usage_values": values})),
            _below("metadata", "additional_usage_values", objects=("prompt_tokens_details",)),
        ),
        "litellm-payload": Form(
            "litellm",
            "openai",
            lambda key: logging_payload(key, **openai, **log, metadata={"usage_object": _CHAT}),
            _below("metadata", "usage_object", objects=_CHAT_OBJECTS),
        ),
        "litellm-response": Form(
            "litellm",
            "openai",
            lambda key: logging_payload(key, **openai, **log, response={**plain, "usage": _RESPONSES}),
            _below("response", "usage", objects=_RESPONSES_OBJECTS),
        ),
        # Langfuse takes whole numbers under any key.
        "langfuse-details": Form(
            "langfuse", "openai", lambda key: observation(key, counts), (("usageDetails",),), endings=("", *_ENDINGS)
        ),
        "langfuse-export": Form(
            "langfuse",
            "openai",
            lambda key: {**observation(key, {}), "usageDetails": None, "usage_details": counts},
            (("usage_details",),),
            endings=("", *_ENDINGS),
        ),
        "langfuse-usage": Form(
            "langfuse",
            "openai",
            lambda key: {**observation(key, {}), "usageDetails": None, "usage": {**counts, "unit": "TOKENS"}},
            (("usage",),),
            endings=("", *_ENDINGS),
        ),
    }


def _traces() -> dict[str, Form]:
    vocabularies = {
        "conventions": (("gen_ai.usage.", "gen_ai.usage.details."), "gen_ai.usage.input_tokens"),
        "ai-sdk": (("ai.usage.", "ai.usage.inputTokenDetails."), "ai.usage.inputTokens"),
        "llm": (("llm.usage.", "gen_ai.usage."), "llm.usage.prompt_tokens"),
        "openinference": (("llm.token_count.", "llm.token_count.prompt_details."), "llm.token_count.prompt"),
    }
    forms: dict[str, Form] = {}
    for name, (prefixes, known) in vocabularies.items():
        for number, prefix in enumerate(prefixes):

            def attributes(key: str, known: str = known) -> Record:
                model = {"gen_ai.request.model": "gpt-4o", "gen_ai.system": "openai"}
                return {"gen_ai.response.id": key, **model, known: 100}

            def flat(key: str, attributes: Callable[[str], Record] = attributes) -> Record:
                return span(key, attributes(key))

            def exported(key: str, attributes: Callable[[str], Record] = attributes) -> Record:
                return otlp(span(key, attributes(key)), scope={"name": "lib"})

            endings = ("", *_ENDINGS)
            forms[f"otel-{name}-{number}"] = Form("otel", "openai", flat, (("attributes",),), prefix, endings)
            forms[f"otlp-{name}-{number}"] = Form("otel", "openai", exported, (_OTLP,), prefix, endings)
    # A name without such a prefix may be a limit or a size, and is not a count.
    forms["otel-claude-code"] = Form("otel", "anthropic", _claude_code, (("attributes",),), "gen_ai.usage.")
    return forms


#: The attributes of a span in a line of the collector, which are a list.
_OTLP: Place = ("resourceSpans", 0, "scopeSpans", 0, "spans", 0, "attributes")


def _claude_code(key: str) -> Record:
    counts = {"input_tokens": 60, "output_tokens": 20, "cache_read_tokens": 40, "cache_creation_tokens": 7}
    model = {"model": "claude-sonnet-4-5", "gen_ai.system": "anthropic"}
    return {"timeUnixNano": "1773576000250000000", "attributes": {"request_id": key, **model, **counts}}


def _logs() -> dict[str, Form]:
    body = {"output": {"outputTokenCount": 20, "outputBodyJson": {"usage": {"inputTokens": 60, "outputTokens": 20}}}}
    counts = {"PromptTokens": 100, "CompletionTokens": 20, "TotalTokens": 120}
    row = {"TimeGenerated": _AT, "CorrelationId": "", "SequenceNumber": 0, "ModelName": "gpt-4o"}
    return {
        "bedrock-log": Form(
            "bedrock_logs",
            "bedrock",
            lambda key: invocation(key, input={"inputTokenCount": 60}, **body),
            (("input",), ("output",), *_below("output", "outputBodyJson", "usage", objects=())),
        ),
        "apim-row": Form("apim", "azure", lambda key: llm_log(key, 0, **counts), ((),)),
        "apim-properties": Form(
            "apim",
            "azure",
            lambda key: {"time": _AT, "properties": {**row, "CorrelationId": key, **counts}},
            (("properties",),),
        ),
    }
