"""Calls of Gemini: cached content inside the prompt, thoughts and the prompts of tools beside it."""

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
    models,
    paths_of,
    shares,
    unheard_of,
)
from python_tests.properties.price_book import Booking

_MODALITIES = ("text", "document", "image", "audio", "video")
_SPOKEN = ("text", "image", "audio")
_MISS, _ABOVE = ("parts_miss_total",), ("part_exceeds_whole",)


def _listed(draw: Draw, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Details by modality, in any order. Text may be left out, whole or in part, as Google does."""
    shown = {name.upper(): count for name, count in counts.items() if count or draw(st.booleans())}
    kept = draw(st.sampled_from(["all", "all", "none", "half"]))
    if "TEXT" in shown and kept != "all":
        shown["TEXT"] //= 2
        if kept == "none":
            del shown["TEXT"]
    items: list[dict[str, Any]] = []
    for name, count in shown.items():
        # A zero is a default, which the API leaves out.
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
    booking = Booking(
        platform,
        draw(models(platform, "text_output")),
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
    said = shares(draw, _SPOKEN, st.integers(0, 50_000))
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
        "candidatesTokenCount": sum(said.values()),
        "cachedContentTokenCount": cached_total,
        "thoughtsTokenCount": thoughts,
        "toolUsePromptTokenCount": tool_total,
        "totalTokenCount": context + odd + sum(said.values()) + thoughts,
        "promptTokensDetails": _listed(draw, prompt),
        "candidatesTokensDetails": _listed(draw, said),
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
    meters.update(text_output=said["text"] + thoughts, image_output=said["image"], audio_output=said["audio"])
    if odd:  # a modality that nobody has heard of is metered under its own name
        usage["promptTokensDetails"].append({"modality": "SMELL", "tokenCount": odd})
        meters["smell_input"] = odd
    unheard = {} if odd else unheard_of(draw, usage, "dreamtTokenCount")
    untrue = [
        Untrue(("totalTokenCount",), usage["totalTokenCount"] + 1, _MISS),
        Untrue(("cachedContentTokenCount",), usage["promptTokenCount"] + 1, _ABOVE),
        Untrue(("candidatesTokensDetails",), [{"modality": "AUDIO", "tokenCount": sum(said.values()) + 1}], _MISS),
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
        if traffic:  # the SDK's objects spell it in a field that the envelope has to repeat
            fields["service_tier"] = traffic["trafficType"]
    usage = respell(usage)
    untrue = [Untrue((where, *respell({each.path[0]: 0})), respell(each.value), each.reasons) for each in untrue]
    counts: list[JsonPath] = [(where, name) for name in usage if "dreamt" not in name]
    if unheard:
        meters["dreamt_token_count" if spelling == "sdk" else "dreamttokencount"] = unheard["dreamttokencount"]
    payload = {"modelVersion": booking.model, where: usage}
    return Call("gemini", booking, payload, [Part(meters, booking)], paths_of(payload, counts), untrue, fields)


@st.composite
def compatible(draw: Draw) -> Call:
    """The OpenAI-compatible API, where thoughts are in the total and nowhere else."""
    sent, said = draw(st.integers(0, 300_000)), draw(st.integers(0, 50_000))
    thoughts = draw(st.sampled_from([0, 0, 5, 3_000]))
    booking, _, fields = draw(_bookings(sent))
    booking = replace(booking, tier=fields.get("service_tier", ""))
    usage = {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said + thoughts}
    payload = {"object": "chat.completion", "model": booking.model, "usage": usage}
    counts: list[JsonPath] = [("usage", name) for name in usage]
    untrue = [Untrue(("usage", "total_tokens"), sent + said - 1, _MISS)] if sent + said else []
    part = Part({"text_input": sent, "text_output": said + thoughts}, booking)
    return Call("gemini, compatible", booking, payload, [part], counts, untrue, fields)


def _as_is(value: Any) -> Any:
    return value


def _snake(value: Any) -> Any:
    """The names of the Python SDK."""
    if isinstance(value, list):
        return [_snake(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower(): _snake(part) for name, part in value.items()}


def _live(value: Any) -> Any:
    """The names of the Live API, whose candidates are responses."""
    if not isinstance(value, dict):
        return value
    return {re.sub("^candidates", "response", name): part for name, part in value.items()}


_API = {"api": _as_is, "sdk": _snake, "live": _live}
