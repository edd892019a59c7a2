"""Calls of Gemini. Cached content is part of the prompt; thoughts and the prompts of tools are not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from python_tests.properties.calls import (
    Call,
    Draw,
    JsonPath,
    Part,
    Untrue,
    instants,
    kind_of,
    models,
    paths_of,
    shares,
    unknown_count,
)
from python_tests.properties.price_book import Booking

_MODALITIES = ("text", "document", "image", "audio", "video")
_SPOKEN = ("text", "image", "audio")
_MISS, _ABOVE = ("parts_miss_total",), ("part_exceeds_whole",)


def _listed(draw: Draw, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Details by modality, in any order. Text may be left out, completely or in part, as Google does."""
    shown = {name.upper(): count for name, count in counts.items() if count or draw(st.booleans())}
    kept = draw(st.sampled_from(["all", "all", "none", "half"]))
    if "TEXT" in shown and kept != "all":
        shown["TEXT"] //= 2
        if kept == "none":
            del shown["TEXT"]
    items: list[dict[str, Any]] = []
    for name, count in shown.items():
        # The API leaves out zeros, because they are defaults.
        items.append({"modality": name, **({"tokenCount": count} if count or draw(st.booleans()) else {})})
    return draw(st.permutations(items))


@st.composite
def _bookings(draw: Draw, context: int) -> tuple[Booking, dict[str, Any], dict[str, str]]:
    platform = draw(st.sampled_from(["gemini_api", "gemini_api", "vertex"]))
    tiers = [None, "ON_DEMAND", "PROVISIONED_THROUGHPUT", "ON_DEMAND_FLEX"] if platform == "vertex" else [None]
    tier = draw(st.sampled_from(tiers))
    fields = {}
    if platform == "gemini_api" and draw(st.booleans()):
        fields["service_tier"] = draw(st.sampled_from(["standard", "batch", "flex"]))
    if platform == "vertex" and draw(st.booleans()):
        fields["region"] = draw(st.sampled_from(["us-central1", "europe-west4", "global"]))
    model = draw(models(platform, "text_output", but=lambda name: "claude" in name))
    prefixes = {"gemini_api": ["", "models/"], "vertex": ["", "google/", "publishers/google/models/"]}
    booking = Booking(
        platform,
        draw(st.sampled_from(prefixes[platform])) + model,
        draw(instants()),
        context,
        tier=tier or fields.get("service_tier", ""),
        region=fields.get("region", ""),
    )
    return booking, ({"trafficType": tier} if tier else {}), fields


@st.composite
def generated(draw: Draw) -> Call:
    """`usageMetadata` of the API, the Python SDK or the Live API."""
    prompt, tool = shares(draw, _MODALITIES), shares(draw, _MODALITIES, st.sampled_from([0, 0, 7, 900]))
    reply = shares(draw, _SPOKEN, st.integers(0, 50_000))
    thoughts = draw(st.sampled_from([0, 0, 5, 3_000]))
    cached = {name: draw(st.sampled_from([0, count // 2, count])) for name, count in prompt.items()}
    if draw(st.booleans()):
        cached = dict.fromkeys(prompt, 0)
    prompt_total, cached_total, tool_total = sum(prompt.values()), sum(cached.values()), sum(tool.values())
    context = prompt_total + tool_total
    booking, traffic, fields = draw(_bookings(context))
    odd = draw(st.sampled_from([0, 0, 0, 0, 11]))
    usage: dict[str, Any] = {
        "promptTokenCount": prompt_total + odd,
        "candidatesTokenCount": sum(reply.values()),
        "cachedContentTokenCount": cached_total,
        "thoughtsTokenCount": thoughts,
        "toolUsePromptTokenCount": tool_total,
        "totalTokenCount": context + odd + sum(reply.values()) + thoughts,
        "promptTokensDetails": _listed(draw, prompt),
        "candidatesTokensDetails": _listed(draw, reply),
        "cacheTokensDetails": _listed(draw, cached),
        "toolUsePromptTokensDetails": _listed(draw, tool),
    }
    booking = replace(booking, context=context + odd)
    meters: dict[str, Any] = {
        f"{name}_input": prompt[name] - cached[name] + tool[name] for name in ("image", "audio", "video")
    }
    meters.update({f"{name}_cached_input": cached[name] for name in ("image", "audio", "video")})
    pages = prompt["document"] - cached["document"] + tool["document"]
    meters["text_input"] = prompt["text"] - cached["text"] + tool["text"] + pages
    meters["text_cached_input"] = cached["text"] + cached["document"]
    if not any(item.get("tokenCount") for item in usage["candidatesTokensDetails"]):
        reply = _by_kind(booking.model, sum(reply.values()))
    meters.update(text_output=reply["text"] + thoughts, image_output=reply["image"], audio_output=reply["audio"])
    if odd:  # an unknown modality is metered under its own name
        usage["promptTokensDetails"].append({"modality": "SMELL", "tokenCount": odd})
        meters["smell_input"] = odd
    unknown = unknown_count(draw, usage, "dreamtTokenCount")
    untrue = [
        Untrue(("totalTokenCount",), usage["totalTokenCount"] + 1, _MISS),
        Untrue(("cachedContentTokenCount",), usage["promptTokenCount"] + 1, _ABOVE),
        Untrue(("candidatesTokensDetails",), [{"modality": "AUDIO", "tokenCount": sum(reply.values()) + 1}], _MISS),
        Untrue(
            ("candidatesTokensDetails",), [{"modality": "AUDIO", "tokenCount": -1}], ("negative_count", "invalid_count")
        ),
        Untrue(("promptTokensDetails",), [{"modality": "TEXT", "tokenCount": usage["promptTokenCount"] + 1}], _MISS),
        Untrue(("promptTokensDetails",), [{"modality": "IMAGE", "tokenCount": 0.5}], ("invalid_count",)),
    ]
    for name in [name for name, value in usage.items() if not value]:
        if name not in ("promptTokenCount", "candidatesTokenCount") or context:
            del usage[name]
    usage.update(traffic)
    spelling = draw(st.sampled_from(["api", "sdk", "live"]))
    where, respell = "usageMetadata", _API[spelling]
    if spelling == "sdk":
        where = "usage_metadata"
        usage.pop("trafficType", None)
        if traffic:  # the SDK's objects have it in a field that the envelope must repeat
            fields["service_tier"] = traffic["trafficType"]
    usage = respell(usage)
    untrue = [Untrue((where, *respell({each.path[0]: 0})), respell(each.value), each.reasons) for each in untrue]
    counts: list[JsonPath] = [(where, name) for name in usage if "dreamt" not in name]
    parts = [Part(meters, booking)]
    if unknown:
        name, count = "dreamt_token_count" if spelling == "sdk" else "dreamttokencount", unknown["dreamttokencount"]
        if odd:  # the first unknown count is part of the answer
            parts.append(Part({name: count}, booking, f"/{name}"))
        else:
            meters[name] = count
    payload = {"modelVersion": booking.model, where: usage}
    candidates, searches = _grounded(draw, "sdk" if spelling == "sdk" else "api")
    if candidates:
        payload["candidates"] = candidates
        once = re.match(r"(.*/)?gemini-(live-)?[12]", booking.model.lower())
        parts.append(Part({"web_search_call": min(searches, 1) if once else searches}, booking, "/web_search_call"))
        parts = [part for part in parts if part.key != "/web_search_call" or searches]
    return Call("gemini", booking, payload, parts, paths_of(payload, counts), untrue, fields)


def _by_kind(model: str, tokens: int) -> dict[str, int]:
    """An answer without a split by modality: the kind of the model decides. No image has fewer than 500 tokens."""
    kind = {"speech": "audio", "image": "image" if tokens >= 500 else "text"}.get(kind_of(model), "text")
    return {**dict.fromkeys(_SPOKEN, 0), kind: tokens}


def _grounded(draw: Draw, spelling: str) -> tuple[list[dict[str, Any]], int]:
    """Candidates with the queries that grounded them, some repeated or empty, and the number of different queries."""
    queries = draw(st.lists(st.lists(st.sampled_from(["a", "b", "c", "", " "]), max_size=4), max_size=2))
    shown = [{"groundingMetadata": {"webSearchQueries": each}} for each in queries]
    different = {query for each in queries for query in each if query.strip()}
    return (_snake(shown) if spelling == "sdk" else shown), len(different)


@st.composite
def compatible(draw: Draw) -> Call:
    """The OpenAI-compatible API, where only the total includes thoughts."""
    sent, reply = draw(st.integers(0, 300_000)), draw(st.integers(0, 50_000))
    thoughts = draw(st.sampled_from([0, 0, 5, 3_000]))
    booking, _, fields = draw(_bookings(sent))
    booking = replace(booking, tier=fields.get("service_tier", ""))
    usage = {"prompt_tokens": sent, "completion_tokens": reply, "total_tokens": sent + reply + thoughts}
    payload = {"object": "chat.completion", "model": booking.model, "usage": usage}
    counts: list[JsonPath] = [("usage", name) for name in usage]
    untrue = [Untrue(("usage", "total_tokens"), sent + reply - 1, _MISS)] if sent + reply else []
    meters = {f"{name}_output": count for name, count in _by_kind(booking.model, reply).items()}
    meters.update(text_input=sent, text_output=meters["text_output"] + thoughts)
    part = Part(meters, booking)
    return Call("gemini, compatible", booking, payload, [part], counts, untrue, fields)


def _as_is(value: Any) -> Any:
    return value


def _snake(value: Any) -> Any:
    """The field names of the Python SDK."""
    if isinstance(value, list):
        return [_snake(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower(): _snake(part) for name, part in value.items()}


def _live(value: Any) -> Any:
    """The field names of the Live API, where candidates are named responses."""
    if not isinstance(value, dict):
        return value
    return {re.sub("^candidates", "response", name): part for name, part in value.items()}


_API = {"api": _as_is, "sdk": _snake, "live": _live}
