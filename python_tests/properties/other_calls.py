"""Calls of Bedrock, where cache counts are not part of the input, and of providers that answer like OpenAI."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import yaml
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
from tokenbooks.transformation.project import PROJECT_DIR

_GEOGRAPHIES = ("us", "eu", "apac", "jp", "au", "ca", "in", "us-gov")
_MISS, _ABOVE = ("parts_miss_total",), ("part_exceeds_whole",)


@cache
def _compatible_platforms() -> list[str]:
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text())
    platforms: list[str] = project["vars"]["usage_providers"]["compatible"]
    return platforms


@st.composite
def bedrock(draw: Draw) -> Call:
    """The Converse API, or the body of Claude. The prefix of a profile states where it may run."""
    sent = shares(draw, ("text_input", "text_cached_input", "text_cache_write_5m", "text_cache_write_1h"))
    got = draw(st.integers(0, 100_000))
    size = sum(sent.values())
    short, long = sent["text_cache_write_5m"], sent["text_cache_write_1h"]
    model = draw(models("bedrock", "text_output"))
    if model.startswith("anthropic."):
        model = draw(st.sampled_from(["", "", "jp.", "au."])) + model
    fields = {"model": model}
    if draw(st.booleans()):
        fields["model"] = f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/{model}"
    tier = draw(st.sampled_from(["", "", "batch", "priority"]))
    prefix = model.lower().split(".")[0]
    scope = "global" if prefix == "global" else "data_zone" if prefix in _GEOGRAPHIES else "regional"
    region = prefix if scope == "data_zone" else ""
    if draw(st.integers(0, 3)) == 0:
        fields["region"] = region = draw(st.sampled_from(["us-east-1", "eu-central-1"]))
    booking = Booking("bedrock", model, draw(instants()), size, tier=tier, scope=scope, region=region)
    where: JsonPath = ("usage",)
    if draw(st.booleans()):
        usage: dict[str, Any] = {
            "inputTokens": sent["text_input"],
            "outputTokens": got,
            "totalTokens": size + got,
            "cacheReadInputTokens": sent["text_cached_input"],
            "cacheWriteInputTokens": short + long,
        }
        untrue = [Untrue(("usage", "totalTokens"), size + got + 1, _MISS)]
        if long or draw(st.booleans()):
            details = [{"ttl": "5m", "inputTokens": short}, {"ttl": "1h", "inputTokens": long}]
            usage["cacheDetails"] = draw(st.permutations(details))
            position = usage["cacheDetails"].index(details[1])
            untrue.append(Untrue(("usage", "cacheDetails", position, "inputTokens"), short + long + 1, _ABOVE))
        counts = [(*where, name) for name in usage]
        payload: dict[str, Any] = {"stopReason": "end_turn", "usage": usage}
    else:
        usage = {
            "input_tokens": sent["text_input"],
            "cache_read_input_tokens": sent["text_cached_input"],
            "cache_creation_input_tokens": short + long,
            "cache_creation": {"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long},
            "output_tokens": got,
        }
        untrue = [Untrue(("usage", "cache_creation", "ephemeral_1h_input_tokens"), short + long + 1, _ABOVE)]
        counts = [(*where, name) for name in usage]
        payload = {"type": "message", "usage": usage}
    fields["service_tier"] = tier
    odd = unknown_count(draw, usage, "dreamtTokens" if "inputTokens" in usage else "dreamt_tokens")
    part = Part({**sent, "text_output": got, **odd}, booking)
    return Call("bedrock", booking, payload, [part], paths_of(payload, counts), untrue, fields)


@st.composite
def compatible(draw: Draw) -> Call:
    """Like OpenAI, with reasoning outside the output (xAI), in billed units (Cohere), with its cost (OpenRouter)."""
    form = draw(st.sampled_from(["plain", "beside", "units", "cost"]))
    owners = {"beside": ["xai"], "units": ["cohere"], "cost": ["openrouter"]}
    platform = draw(st.sampled_from(owners.get(form) or _compatible_platforms()))
    names = ("text_input", "text_cached_input", "text_cache_write", "audio_input")
    sent = shares(draw, names)
    got = shares(draw, ("text_output", "audio_output", "image_output"), st.integers(0, 50_000))
    if form == "units":  # only the sums of units are stated
        sent = {**dict.fromkeys(names, 0), "text_input": sum(sent.values())}
        got = {"text_output": sum(got.values())}
    size, reply = sum(sent.values()), sum(got.values())
    beside = draw(st.integers(1, 9_000)) if form == "beside" else 0
    meters = {**sent, **got, "text_output": got["text_output"] + beside}
    booking = Booking(platform, draw(models(platform, "text_output")), draw(instants()), size)
    # The reasoning of a Perplexity research is billed as a separate event.
    is_research = platform == "perplexity" and "deep-research" in booking.model.lower()
    reported_cost = None
    if form == "units":
        usage: dict[str, Any] = {
            "billed_units": {"input_tokens": size, "output_tokens": reply},
            "tokens": {"input_tokens": size + 70, "output_tokens": reply},
            "cached_tokens": draw(st.integers(0, 10)),
        }
        counts: list[JsonPath] = [("usage", "billed_units", name) for name in usage["billed_units"]]
        untrue = []
    else:
        usage = {
            "prompt_tokens": size,
            "completion_tokens": reply,
            "total_tokens": size + reply + beside,
            "prompt_tokens_details": {
                "cached_tokens": sent["text_cached_input"],
                "cache_write_tokens": sent["text_cache_write"],
                "audio_tokens": sent["audio_input"],
            },
            "completion_tokens_details": {
                "audio_tokens": got["audio_output"],
                "image_tokens": got["image_output"],
                "reasoning_tokens": beside or draw(st.integers(0, 0 if is_research else got["text_output"])),
            },
        }
        counts = [("usage", name) for name in usage]
        counts += [("usage", "prompt_tokens_details", name) for name in usage["prompt_tokens_details"]]
        total = usage["total_tokens"]
        # One token more than the sum may be one reasoning token outside the output, which a call can have.
        untrue = [
            Untrue(("usage", "total_tokens"), total + reply + beside + 1, _MISS + _ABOVE),
            Untrue(("usage", "prompt_tokens_details", "audio_tokens"), size + 1, _ABOVE),
        ]
        if total:
            untrue.append(Untrue(("usage", "total_tokens"), total - 1 if not beside else total + 1, _MISS + _ABOVE))
        if form == "cost":
            reported_cost = Decimal(draw(st.integers(0, 10**9))).scaleb(-9)
            usage["cost"] = reported_cost
        if form == "beside" and draw(st.booleans()):
            ticks = draw(st.integers(0, 10**11))
            usage["cost_in_usd_ticks"], reported_cost = ticks, Decimal(ticks).scaleb(-10)
        if draw(st.integers(0, 3)) == 0:  # zero under a name that this platform does not use
            usage["num_cached_tokens"] = 0
        if not any(got[name] for name in ("audio_output", "image_output")) and draw(st.booleans()):
            _without_split(usage, meters, booking.model)
    extras = {} if form == "units" else {**_charges(draw, form, usage, booking), **unknown_count(draw, usage)}
    first = dict(list(extras.items())[:1])
    parts = [Part({**meters, **first}, booking)]
    parts += [Part({name: count}, booking, f"/{name}") for name, count in extras.items() if name not in first]
    payload = {"object": "chat.completion", "model": booking.model, "usage": usage}
    return Call(form, booking, payload, parts, paths_of(payload, counts), untrue, {}, (), reported_cost)


def _without_split(usage: dict[str, Any], meters: dict[str, Decimal | int], model: str) -> None:
    """Leave out the modalities of the answer, which the kind of the model then decides."""
    details = usage["completion_tokens_details"]
    del details["audio_tokens"], details["image_tokens"]
    meter = {"speech": "audio_output", "image": "image_output"}.get(kind_of(model))
    if meter:
        reasoning = details["reasoning_tokens"]
        meters[meter] = meters["text_output"] - reasoning
        meters["text_output"] = reasoning


def _charges(draw: Draw, form: str, usage: dict[str, Any], booking: Booking) -> dict[str, int]:
    """Charges beside the tokens by their meters, in the order in which they are published."""
    charges: dict[str, int] = {}
    if form == "beside" and draw(st.booleans()):
        calls = {
            name: draw(st.integers(0, 3)) for name in ("web_search", "x_search", "code_interpreter", "mcp", "dreamt")
        }
        usage["server_side_tool_usage_details"] = {f"{name}_calls": count for name, count in calls.items()}
        charges = {
            "x_search_call": calls["x_search"],
            "code_interpreter_call": calls["code_interpreter"],
            "dreamt_calls": calls["dreamt"],
            "web_search_call": calls["web_search"],
        }
    if form == "cost" and draw(st.booleans()):
        searches, others = draw(st.integers(0, 3)), draw(st.integers(0, 2))
        usage["server_tool_use"] = {"web_search_requests": searches, "tool_calls_executed": searches + others}
        charges = {"server_side_tool_call": others, "web_search_call": searches}
    if form == "plain" and booking.platform == "perplexity" and draw(st.booleans()):
        size = draw(st.sampled_from(["low", "medium", "high"]))
        usage["search_context_size"] = size
        charges = {} if "deep-research" in booking.model.lower() else {f"search_request_{size}": 1}
    return {meter: count for meter, count in charges.items() if count}
