"""Calls of OpenAI and Azure OpenAI. Cached tokens are part of the input, reasoning is part of the output."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
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

_SPECIAL = ("tts", "dall-e", "transcribe", "image", "whisper", "sora", "-search-", "router")
_INPUT = ("text_input", "text_cached_input", "audio_input", "audio_cached_input", "image_input", "image_cached_input")
_TIERS = ("", "", "auto", "default", "flex", "priority", "fast", "scale", "ultrafast")
_MISS, _ABOVE = ("parts_miss_total",), ("part_exceeds_whole", "ambiguous_cached_modality", "parts_miss_total")


def _is_special(name: str) -> bool:
    return any(word in name for word in _SPECIAL)


@st.composite
def _bookings(draw: Draw, *meters: str, context: int, special: str = "") -> tuple[Booking, dict[str, str]]:
    """Who bills which model, when, in which tier, scope and region, and the envelope's fields that state it."""
    platform = draw(st.sampled_from(["openai", "openai", "azure"]))
    if special:
        names = [name for name in BOOK.names(platform) if special in name]
        model = draw(st.sampled_from(names or [f"{special}-1"]))
    else:
        model = draw(models(platform, *meters, but=lambda name: _is_special(name) or "claude" in name))
    fields = {}
    if draw(st.booleans()):
        fields["region"] = draw(st.sampled_from([*BOOK.regions(platform), "US", "nowhere"]))
    if platform == "azure" and draw(st.booleans()):
        scopes = ["DataZoneStandard", "standard", "global", "unheard-of", "GlobalProvisionedManaged"]
        fields["deployment_scope"] = draw(st.sampled_from(scopes))
    if draw(st.booleans()):
        fields["billing_account_id"] = "org-1"
    tier = draw(st.sampled_from(_TIERS))
    booking = Booking(
        platform,
        model,
        draw(instants()),
        context,
        fields.get("billing_account_id", "default"),
        tier,
        fields.get("deployment_scope", ""),
        fields.get("region", ""),
    )
    return booking, fields


@st.composite
def realtime(draw: Draw) -> Call:
    """`response.done`, as sent over the wire or as the .NET SDK's objects are written."""
    sent = shares(draw, _INPUT)
    got = shares(draw, ("text_output", "audio_output"))
    booking, fields = draw(_bookings("audio_input", "audio_output", context=sum(sent.values())))
    cached = {name: sent[f"{name}_cached_input"] for name in ("text", "audio", "image")}
    whole = {name: sent[f"{name}_input"] + cached[name] for name in cached}
    usage: dict[str, Any] = {
        "total_tokens": sum(sent.values()) + sum(got.values()),
        "input_tokens": sum(sent.values()),
        "output_tokens": sum(got.values()),
        "input_token_details": {
            **{f"{name}_tokens": count for name, count in whole.items()},
            "cached_tokens": sum(cached.values()),
            "cached_tokens_details": {f"{name}_tokens": count for name, count in cached.items()},
        },
        "output_token_details": {"text_tokens": got["text_output"], "audio_tokens": got["audio_output"]},
    }
    details = usage["input_token_details"]
    where: JsonPath = ("response", "usage")
    sent_at = (*where, "input_token_details")
    untrue = [
        Untrue((*where, "total_tokens"), usage["total_tokens"] + 1, _MISS),
        Untrue((*where, "output_tokens"), usage["output_tokens"] + 1, _MISS),
        Untrue((*sent_at, "text_tokens"), whole["text"] + 1, _MISS),
        Untrue((*sent_at, "cached_tokens"), usage["input_tokens"] + 1, _ABOVE),
        Untrue((*sent_at, "cached_tokens_details", "audio_tokens"), whole["audio"] + 1, _ABOVE),
    ]
    without(draw, details, "image_tokens")
    without(draw, details["cached_tokens_details"], "image_tokens")
    payload: dict[str, Any] = {"type": "response.done", "response": {"status": "completed", "usage": usage}}
    if draw(st.booleans()):
        # The SDK's names: CachedTokenDetails instead of cached_tokens_details, and nulls.
        payload = {"Type": "response.done", "Response": {"Status": "completed", "Usage": _pascal(usage)}}
        untrue = [Untrue(_pascal_path(each.path), each.value, each.reasons) for each in untrue]
        where, sent_at = ("Response", "Usage"), ("Response", "Usage", "InputTokenDetails")
    counts = [
        *((*where, name) for name in usage),
        *((*sent_at, name) for name in details),
    ]
    if where[0] == "Response":
        counts = [_pascal_path(path) for path in counts]
    fields = {**fields, "model": booking.model, "service_tier": booking.tier}
    holder = payload.get("Response", payload.get("response"))
    odd = unknown_count(draw, holder.get("Usage", holder.get("usage")))
    part = Part({**sent, **got, **odd}, booking)
    return Call("realtime", booking, payload, [part], paths_of(payload, counts), untrue, fields)


@st.composite
def chat(draw: Draw) -> Call:
    """A chat completion. It does not state what the cached tokens were: text, unless the whole input is audio."""
    sent = shares(draw, ("text_input", "text_cached_input", "text_cache_write", "audio_input"))
    got = shares(draw, ("text_output", "audio_output"))
    text = sent["text_input"] + sent["text_cached_input"] + sent["text_cache_write"]
    audio_cached = draw(st.integers(0, sent["audio_input"])) if not text else 0
    meters = {**sent, **got, "audio_input": sent["audio_input"] - audio_cached, "audio_cached_input": audio_cached}
    booking, fields = draw(_bookings("text_input", "audio_input", context=sum(sent.values())))
    prompt = {
        "cached_tokens": sent["text_cached_input"] + audio_cached,
        "cache_write_tokens": sent["text_cache_write"],
        "audio_tokens": sent["audio_input"],
    }
    completion = {
        "reasoning_tokens": draw(st.integers(0, got["text_output"])),
        "audio_tokens": got["audio_output"],
        "accepted_prediction_tokens": draw(st.integers(0, got["text_output"])),
    }
    usage: dict[str, Any] = {
        "prompt_tokens": sum(sent.values()),
        "completion_tokens": sum(got.values()),
        "total_tokens": sum(sent.values()) + sum(got.values()),
    }
    where, prompt_at, completion_at = (
        ("usage",),
        ("usage", "prompt_tokens_details"),
        ("usage", "completion_tokens_details"),
    )
    untrue = [
        Untrue((*where, "total_tokens"), usage["total_tokens"] + 1, _MISS),
        Untrue((*where, "completion_tokens"), usage["completion_tokens"] + 1, _MISS),
        Untrue((*prompt_at, "cached_tokens"), usage["prompt_tokens"] + 1, _ABOVE),
        Untrue((*prompt_at, "audio_tokens"), usage["prompt_tokens"] + 1, _MISS),
        Untrue((*completion_at, "reasoning_tokens"), usage["completion_tokens"] + 1, _ABOVE),
    ]
    without(draw, prompt, *prompt)
    without(draw, completion, "audio_tokens")
    usage.update(prompt_tokens_details=prompt, completion_tokens_details=completion)
    meters.update(unknown_count(draw, completion))
    payload = {
        "object": "chat.completion",
        "model": booking.model,
        "usage": usage,
        "service_tier": booking.tier or None,
    }
    counts = [(*where, name) for name in usage]
    counts += [(*prompt_at, name) for name in prompt]
    counts += [(*completion_at, name) for name in ("reasoning_tokens", "audio_tokens")]
    return Call("chat", booking, payload, [Part(meters, booking)], paths_of(payload, counts), untrue, fields)


@st.composite
def responses(draw: Draw) -> Call:
    """An answer of the Responses API, or its line in a batch's results, with calls of hosted tools."""
    sent = shares(draw, ("text_input", "text_cached_input", "text_cache_write"))
    got = draw(st.integers(0, 100_000))
    size = sum(sent.values())
    booking, fields = draw(_bookings("text_output", context=size))
    usage: dict[str, Any] = {
        "input_tokens": size,
        "input_tokens_details": {
            "cached_tokens": sent["text_cached_input"],
            "cache_write_tokens": sent["text_cache_write"],
        },
        "output_tokens": got,
        "output_tokens_details": {"reasoning_tokens": draw(st.integers(0, got))},
        "total_tokens": size + got,
    }
    without(draw, usage["input_tokens_details"], "cache_write_tokens")
    odd = unknown_count(draw, usage)
    searches, pages, files, runs = (draw(st.sampled_from([0, 0, 0, 1, 2, 3])) for _ in range(4))
    is_preview = draw(st.booleans())
    memory = draw(st.sampled_from([None, "1g", "4g", "16g", "64g"]))
    drawn = shares(draw, ("text_input", "image_input"), st.integers(0, 5_000))
    made = draw(st.sampled_from([0, 0, 1, 7024]))
    image_model = draw(st.sampled_from(["gpt-image-1", "gpt-image-2", "nobody-draws-1"]))
    output = [
        *({"type": "web_search_call", "action": {"type": "search"}} for _ in range(searches)),
        *({"type": "web_search_call", "action": {"type": "open_page"}} for _ in range(pages)),
        *({"type": "file_search_call"} for _ in range(files)),
        *({"type": "code_interpreter_call", "container_id": f"cntr_{run // 2}"} for run in range(runs)),
        {"type": "message", "content": []},
    ]
    search = "web_search_preview_call" if is_preview else "web_search_call"
    container = "code_interpreter_session" if memory in (None, "1g") else f"code_interpreter_session_{memory}"
    called = {search: searches, "file_search_call": files, container: (runs + 1) // 2}
    payload: dict[str, Any] = {
        "object": "response",
        "status": "completed",
        "model": booking.model,
        "usage": usage,
        "output": draw(st.permutations(output)),
        "tools": [
            {"type": "web_search_preview" if is_preview else "web_search"},
            {"type": "code_interpreter", "container": {"type": "auto", "memory_limit": memory}},
            {"type": "image_generation", "model": image_model},
        ],
        "service_tier": booking.tier or None,
        "tool_usage": {
            "image_gen": {
                "input_tokens": sum(drawn.values()),
                "input_tokens_details": {"text_tokens": drawn["text_input"], "image_tokens": drawn["image_input"]},
                "output_tokens": made,
                "total_tokens": sum(drawn.values()) + made,
            },
            "web_search": {"num_requests": draw(st.sampled_from([0, searches]))},
        },
    }
    where: JsonPath = ("usage",)
    if draw(st.booleans()):
        where = ("response", "body", "usage")
        # A batch is priced when it is served, a day or so before its results are read.
        served = booking.at.replace(microsecond=0)
        body = {**payload, "created_at": int(served.timestamp())}
        fields = {**fields, "occurred_at": (served + timedelta(hours=20)).isoformat()}
        payload = {"custom_id": "request-1", "response": {"status_code": 200, "body": body}}
        booking = replace(booking, at=served, tier="batch")
    parts = [Part({**sent, "text_output": got, **odd}, booking)]
    parts += [Part({meter: count}, booking, f"/{meter}") for meter, count in called.items() if count]
    if made or sum(drawn.values()):
        of_images = replace(booking, model=image_model, context=sum(drawn.values()))
        parts.append(Part({**drawn, "image_output": made}, of_images, "/image_gen"))
    counts = [(*where, name) for name in ("input_tokens", "output_tokens", "total_tokens")]
    counts += [(*where, "input_tokens_details", name) for name in usage["input_tokens_details"]]
    untrue = [
        Untrue((*where, "total_tokens"), size + got + 1, _MISS),
        Untrue((*where, "input_tokens_details", "cached_tokens"), size + 1, _ABOVE),
        Untrue((*where, "output_tokens_details", "reasoning_tokens"), got + 1, _ABOVE),
    ]
    return Call("responses", booking, payload, parts, paths_of(payload, counts), untrue, fields)


@st.composite
def transcription(draw: Draw) -> Call:
    """A transcription in tokens or in seconds. Zero seconds are kept: they do not prove that there was no audio."""
    event = "conversation.item.input_audio_transcription.completed"
    if draw(st.booleans()):
        sent, got = shares(draw, ("audio_input", "text_input")), draw(st.integers(0, 5_000))
        size = sum(sent.values())
        booking, fields = draw(_bookings(context=size, special="transcribe"))
        usage: dict[str, Any] = {
            "type": "tokens",
            "total_tokens": size + got,
            "input_tokens": size,
            "input_token_details": {"text_tokens": sent["text_input"], "audio_tokens": sent["audio_input"]},
            "output_tokens": got,
        }
        if not sent["text_input"] and draw(st.booleans()):
            del usage["input_token_details"]  # the whole input of a transcription model is audio
        counts: list[JsonPath] = [("usage", name) for name in ("total_tokens", "input_tokens", "output_tokens")]
        untrue = [Untrue(("usage", "total_tokens"), size + got + 1, _MISS)]
        meters: dict[str, Decimal | int] = {**sent, "text_output": got}
    else:
        booking, fields = draw(_bookings(context=0, special=draw(st.sampled_from(["whisper", "transcribe"]))))
        seconds = Decimal(draw(st.integers(0, 86_399_999))) / 1000
        usage = {"type": "duration", "seconds": seconds}
        counts, untrue = [], []
        if draw(st.booleans()):
            hours, rest = divmod(int(seconds), 3600)
            fraction = f"{seconds % 1:.3f}"[1:]
            usage = {"Duration": f"{hours:02}:{rest // 60:02}:{rest % 60:02}{fraction}"}
        meters = {"transcription_seconds": seconds}
    fields = {**fields, "model": booking.model, "service_tier": booking.tier}
    payload = {"type": event, "item_id": "item_1", "usage": usage}
    return Call("transcription", booking, payload, [Part(meters, booking)], counts, untrue, fields)


@st.composite
def speech(draw: Draw) -> Call:
    """The last event of a stream of speech. It does not split its tokens: a speech model writes nothing but audio."""
    sent, got = draw(st.integers(0, 5_000)), draw(st.integers(0, 100_000))
    booking, fields = draw(_bookings(context=sent, special="-tts"))
    usage: dict[str, Any] = {"input_tokens": sent, "output_tokens": got, "total_tokens": sent + got}
    counts: list[JsonPath] = [("usage", name) for name in usage]
    untrue = [Untrue(("usage", "total_tokens"), sent + got + 1, _MISS)]
    meters = {"text_input": sent, "audio_output": got, **unknown_count(draw, usage)}
    fields = {**fields, "model": booking.model, "service_tier": booking.tier}
    payload = {"type": "speech.audio.done", "usage": usage}
    return Call("speech", booking, payload, [Part(meters, booking)], counts, untrue, fields)


@st.composite
def runs(draw: Draw) -> Call:
    """A run of the Agents SDK, which adds up its requests and lists them. Each is priced by its own size."""
    requests = [
        (shares(draw, ("text_input", "text_cached_input")), draw(st.integers(0, 50_000)))
        for _ in range(draw(st.integers(1, 4)))
    ]
    sizes = [sum(sent.values()) for sent, _ in requests]
    booking, fields = draw(_bookings("text_input", "text_output", context=sizes[0]))
    entries = [
        {
            "input_tokens": size,
            "input_tokens_details": {"cached_tokens": sent["text_cached_input"]},
            "output_tokens": got,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": size + got,
        }
        for (sent, got), size in zip(requests, sizes, strict=True)
    ]
    odd = unknown_count(draw, entries[-1])
    usage: dict[str, Any] = {
        "requests": len(entries),
        "input_tokens": sum(sizes),
        "output_tokens": sum(got for _, got in requests),
        "request_usage_entries": entries,
    }
    parts = [
        Part(
            {**sent, "text_output": got, **(odd if number == len(entries) else {})},
            replace(booking, context=size),
            f"/request/{number}" if number > 1 else "",
        )
        for number, ((sent, got), size) in enumerate(zip(requests, sizes, strict=True), 1)
    ]
    untrue = [
        Untrue(("usage", "input_tokens"), usage["input_tokens"] + 1, _MISS),
        Untrue(("usage", "output_tokens"), usage["output_tokens"] + 1, _MISS),
    ]
    payload = {"model": booking.model, "service_tier": booking.tier or None, "usage": usage}
    counts: list[JsonPath] = [("usage", "request_usage_entries", 0, "input_tokens")]
    return Call("runs", booking, payload, parts, counts, untrue, fields)


@st.composite
def images(draw: Draw) -> Call:
    """Images by a model that counts tokens, or by a model that counts images of a size and quality."""
    if draw(st.integers(0, 3)):
        sent, got = shares(draw, ("text_input", "image_input")), shares(draw, ("image_output", "text_output"))
        size, made = sum(sent.values()), sum(got.values())
        booking, fields = draw(_bookings(context=size, special="gpt-image"))
        usage: dict[str, Any] = {
            "input_tokens": size,
            "input_tokens_details": {"text_tokens": sent["text_input"], "image_tokens": sent["image_input"]},
            "output_tokens": made,
            "output_tokens_details": {"text_tokens": got["text_output"], "image_tokens": got["image_output"]},
            "total_tokens": size + made,
        }
        if not got["text_output"] and draw(st.booleans()):
            del usage["output_tokens_details"]  # the whole output of an image model is images
        payload: dict[str, Any] = {"created": 1, "usage": usage}
        counts: list[JsonPath] = [("usage", name) for name in ("input_tokens", "output_tokens", "total_tokens")]
        untrue = [
            Untrue(("usage", "total_tokens"), size + made + 1, _MISS),
            Untrue(("usage", "input_tokens_details", "image_tokens"), size + 1, _MISS),
        ]
        meters: dict[str, Decimal | int] = {**sent, **got}
    else:
        booking, fields = draw(_bookings(context=0, special="dall-e"))
        pixels = draw(st.sampled_from(["256x256", "512x512", "1024x1024", "1792x1024"]))
        quality = draw(st.sampled_from([None, "standard", "hd"]))
        count = draw(st.integers(1, 10))
        payload = {"size": pixels, "quality": quality, "data": [{"url": "u"}] * count}
        kind = f"_{quality or 'standard'}" if "dall-e-3" in booking.model else ""
        counts, untrue = [], []
        meters = {f"image_generation{kind}_{pixels}": count}
    fields = {**fields, "model": booking.model, "service_tier": booking.tier}
    return Call("images", booking, payload, [Part(meters, booking)], counts, untrue, fields)


_PASCAL = {
    "total_tokens": "TotalTokenCount",
    "input_tokens": "InputTokenCount",
    "output_tokens": "OutputTokenCount",
    "input_token_details": "InputTokenDetails",
    "output_token_details": "OutputTokenDetails",
    "text_tokens": "TextTokenCount",
    "audio_tokens": "AudioTokenCount",
    "image_tokens": "ImageTokenCount",
    "cached_tokens": "CachedTokenCount",
    "cached_tokens_details": "CachedTokenDetails",
    "response": "Response",
    "usage": "Usage",
}


def _pascal(value: Any) -> Any:
    return {_PASCAL[name]: _pascal(part) for name, part in value.items()} if isinstance(value, dict) else value


def _pascal_path(path: JsonPath) -> JsonPath:
    return tuple(_PASCAL.get(str(step), step) for step in path)
