"""Messages of Anthropic, on its own platform and on others. Cache reads and writes are not part of the input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from python_tests.properties.calls import (
    BOOK,
    Call,
    Draw,
    JsonPath,
    Part,
    Untrue,
    instants,
    models,
    paths_of,
    shares,
    unknown_count,
    without,
)
from python_tests.properties.price_book import Booking

_METERS = ("text_input", "text_cached_input", "text_cache_write_5m", "text_cache_write_1h")
_ABOVE = ("part_exceeds_whole",)


def _usage(draw: Draw, sent: dict[str, int], got: int, has_split: bool = True) -> dict[str, Any]:
    short, long = sent["text_cache_write_5m"], sent["text_cache_write_1h"]
    usage: dict[str, Any] = {
        "input_tokens": sent["text_input"],
        "cache_creation_input_tokens": short + long,
        "cache_read_input_tokens": sent["text_cached_input"],
        "output_tokens": got,
    }
    if has_split:
        usage["cache_creation"] = {"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long}
    without(draw, usage, "cache_read_input_tokens")
    return usage


def _attempts(draw: Draw, served: str, usage: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, int]]]:
    """Attempts of models that refused, each with its meters, and the one that served; often none."""
    names = [name for name in BOOK.names("anthropic", ["text_output"]) if name != served]
    refused = draw(st.sampled_from([0, 0, 1, 2]))
    chain = []
    for model in draw(st.lists(st.sampled_from(names), min_size=refused, max_size=refused, unique=True)):
        sent, got = shares(draw, _METERS), draw(st.sampled_from([0, 0, 7, 578]))
        run = {"type": "fallback_message" if chain else "message", "model": model, **_usage(draw, sent, got)}
        chain.append((run, {**sent, "text_output": got}))
    if chain:
        counts = {name: usage[name] for name in ("input_tokens", "output_tokens")}
        chain.append(({"type": "fallback_message", "model": served, **counts}, {}))
    return chain


@st.composite
def messages(draw: Draw) -> Call:
    """A body, a line of a batch's results, or the end of a stream, with runs of other models beside the answer."""
    sent, got = shares(draw, _METERS), draw(st.one_of(st.just(0), st.integers(0, 200_000)))
    has_split = draw(st.booleans())
    if not has_split:  # writes without a lifetime live five minutes
        sent["text_cache_write_5m"] += sent.pop("text_cache_write_1h")
        sent["text_cache_write_1h"] = 0
    searches = draw(st.sampled_from([0, 0, 1, 5]))
    platform = draw(st.sampled_from(["anthropic", "anthropic", "anthropic", "vertex", "azure", "databricks"]))
    model = draw(models(platform, "text_output"))
    usage = _usage(draw, sent, got, has_split)
    written = usage["cache_creation_input_tokens"]
    usage["server_tool_use"] = {"web_search_requests": searches, "web_fetch_requests": 3}
    usage["output_tokens_details"] = {"thinking_tokens": draw(st.integers(0, got))}
    tier = draw(st.sampled_from([None, "standard", "priority", "batch"]))
    usage["service_tier"] = tier
    is_fast = draw(st.sampled_from([False, False, True]))
    odd = unknown_count(draw, usage)
    usage["speed"] = "fast" if is_fast else draw(st.sampled_from([None, "standard"]))
    place = draw(st.sampled_from([None, "global", "not_available", "us"]))
    usage["inference_geo"] = place
    location = draw(st.sampled_from(["", "", "us-east5", "eu", "global"])) if platform == "vertex" else ""
    usage["iterations"] = runs = []
    beside: list[tuple[dict[str, int], str, str, str]] = []
    attempts = _attempts(draw, model, usage)
    region = "us" if place == "us" else location
    for run, meters in attempts:
        runs.append(run)
        if meters and meters["text_output"]:  # an attempt without output is free
            beside.append((meters, run["model"], f"/iteration/{len(runs)}", region))
    kinds = ["compaction", "advisor_message"] + ([] if attempts else ["message"])
    for _ in range(draw(st.sampled_from([0, 0, 1, 3]))):
        kind = draw(st.sampled_from(kinds))
        run_sent, run_got = shares(draw, _METERS), draw(st.integers(0, 5_000))
        run = {"type": kind, **_usage(draw, run_sent, run_got)}
        run_model = model
        if kind == "advisor_message":
            run_model = run["model"] = draw(st.sampled_from(BOOK.names("anthropic", ["text_output"])))
        runs.append(run)
        if kind != "message":
            # The counts of the body include a run of type message.
            beside.append(({**run_sent, "text_output": run_got}, run_model, f"/iteration/{len(runs)}", location))
    stop_reason = draw(st.sampled_from([None, "end_turn", "refusal", "refusal"]))
    if stop_reason == "refusal" and not got:  # a refusal before any output is free
        sent = dict.fromkeys(sent, 0)
    body = {"type": "message", "model": model, "stop_reason": stop_reason, "usage": usage}
    where: JsonPath = ("usage",)
    payload: dict[str, Any] = body
    if draw(st.integers(0, 3)) == 0:
        payload, where = (
            {"custom_id": "request-1", "result": {"type": "succeeded", "message": body}},
            ("result", "message", "usage"),
        )
        tier = "batch"
        if platform != "anthropic":  # only a bare body states that Claude answered
            payload, where, tier = body, ("usage",), usage["service_tier"]
    booking = Booking(
        platform,
        model,
        draw(instants()),
        sum(sent.values()),
        tier="fast_mode" if is_fast else tier or "",
        scope={"us-east5": "regional", "eu": "data_zone"}.get(location, ""),
        region=region,
    )
    main = {**sent, "text_output": got, "web_search_call": searches}
    parts = [Part(main if searches else {**main, **odd}, booking)]
    if searches and odd:  # an event carries one quantity without a column of its own, another one is a part of it
        parts.append(Part(odd, booking, "/dreamt_tokens"))
    for meters, run_model, key, run_region in beside:  # an attempt runs where the request asked for, speed is unknown
        size = sum(meters.values()) - meters["text_output"]
        run_booking = replace(booking, model=run_model, context=size, tier=tier or "", region=run_region)
        parts.append(Part(meters, run_booking, key))
    counts = [(*where, name) for name in usage if name not in odd] + [
        (*where, "server_tool_use", "web_search_requests")
    ]
    counts += [(*where, "cache_creation", name) for name in ("ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens")]
    untrue = [Untrue((*where, "output_tokens_details", "thinking_tokens"), got + 1, _ABOVE)]
    if has_split:
        untrue.append(Untrue((*where, "cache_creation", "ephemeral_1h_input_tokens"), written + 1, _ABOVE))
    fields = {"region": location} if location else {}
    return Call("messages", booking, payload, parts, paths_of(payload, counts), untrue, fields)
