"""Packs usage into landing files: daily files with retries, snapshots, late lines, repeats and broken lines."""

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import simplejson

from tools.simulator import customers, payloads
from tools.simulator.calls import Call, JsonObject
from tools.simulator.payloads import TextUsage

RETRY_CHANCE = 0.01
LATE_CHANCE = 0.006
# Days whose whole delivery is sent twice: on one day with the same bytes, on the other packed differently.
REPEATED_DAYS = (date(2026, 1, 14), date(2026, 2, 11))
# Deliveries are sent in the night after the day that they cover.
DELIVERY_TIME = time(2, 0, tzinfo=UTC)


@dataclass
class Landing:
    """The files by path under the landing root, and the counts of what they contain."""

    files: dict[str, bytes] = field(default_factory=dict)
    records: int = 0
    retries: int = 0
    late: int = 0
    snapshots: int = 0
    unusable: Counter[str] = field(default_factory=Counter)


def stamp(moment: datetime) -> str:
    """Write a delivery instant as in a path: `2026-01-06T02-00-00Z`."""
    return moment.strftime("%Y-%m-%dT%H-%M-%SZ")


def to_json(value: JsonObject) -> str:
    """Write one JSON object on one line. Decimals keep every digit."""
    return simplejson.dumps(value, use_decimal=True, separators=(",", ":"))


def deliver(calls: Iterable[Call], seed: int) -> Landing:
    """Pack the calls into daily deliveries per platform."""
    chance = random.Random(f"{seed}:deliveries")
    landing = Landing()
    days: dict[tuple[date, str], list[str]] = defaultdict(list)

    def put(day: date, platform: str, line: str) -> None:
        days[day, platform].append(line)
        landing.records += 1

    for call in calls:
        day, platform = call.occurred_at.date(), call.app.platform
        is_late = chance.random() < LATE_CHANCE or _ends_a_month(call)
        delay = timedelta(days=chance.randrange(1, 4)) if is_late else timedelta(0)
        landing.late += is_late
        envelope = call.envelope
        if _is_streamed(call, chance):
            put(day, platform, to_json(_snapshot(call)))
            landing.snapshots += 1
            # The final body is logged when it arrives, but the first snapshot determines the time of the call.
            finished_at = call.occurred_at + timedelta(seconds=6)
            envelope = {**envelope, "occurred_at": finished_at.isoformat(timespec="milliseconds")}
        line = to_json(envelope)
        put(day + delay, platform, line)
        if chance.random() < RETRY_CHANCE:
            put(day + delay + timedelta(days=chance.randrange(0, 2)), platform, line)
            landing.retries += 1
    for day, reason, line in _unusable_lines():
        put(day, "openai", line)
        landing.unusable[reason] += 1
    _write(landing, days)
    return landing


def _ends_a_month(call: Call) -> bool:
    """Whether a call is in the last minutes of a month. Such calls always miss the delivery of their day."""
    following = call.occurred_at + timedelta(minutes=5)
    return following.month != call.occurred_at.month


def _is_streamed(call: Call, chance: random.Random) -> bool:
    is_response = call.app.kind == "responses" and call.app.platform == "openai"
    return is_response and (_ends_a_month(call) or chance.random() < 0.02)


def _snapshot(call: Call) -> JsonObject:
    """Return the line that a streaming client logs before the final body: the same id with fewer tokens."""
    quantities = call.quantities
    partial = TextUsage(
        input_tokens=quantities["text_input"] + quantities["text_cached_input"],
        cached_tokens=quantities["text_cached_input"],
        output_tokens=quantities["text_output"] // 3,
    )
    payload = call.envelope["payload"]
    if not isinstance(payload, dict):
        raise TypeError("the payload of an envelope must be a JSON object")
    body = payloads.response_body(
        payload["id"], call.model, call.occurred_at, partial, payload["service_tier"], status="in_progress"
    )
    return {**call.envelope, "payload": body}


def _unusable_lines() -> list[tuple[date, str, str]]:
    """Return lines that cannot become events, each with the reason. The provider does not bill them."""
    user_id = customers.users_of("acme-retail")[1]
    envelope: JsonObject = {
        "occurred_at": "2026-02-03T09:00:00.000Z",
        "platform": "openai",
        "billing_account_id": customers.OPENAI_ACCOUNT,
        "account_id": "acme-retail",
        "model": customers.REALTIME,
        "user_id": user_id,
    }

    def line(name: str, usage: JsonObject | None, status: str = "completed", **changes: object) -> str:
        response = {"object": "realtime.response", "id": f"resp_unusable_{name}", "status": status, "usage": usage}
        payload = {"type": "response.done", "event_id": f"event_unusable_{name}", "response": response}
        merged = {**envelope, **changes, "payload": payload}
        return to_json({key: value for key, value in merged.items() if value is not None})

    good = payloads.realtime_usage(payloads.VoiceUsage(119, 80, 64, 0, 30, 91), image_counts=True)
    negative = {**good, "output_tokens": -121, "total_tokens": 78}
    # The beta example of the OpenAI API description (MIT): more cached tokens than input tokens.
    impossible: JsonObject = {
        "total_tokens": 275,
        "input_tokens": 127,
        "output_tokens": 148,
        "input_token_details": {
            "cached_tokens": 384,
            "text_tokens": 119,
            "audio_tokens": 8,
            "cached_tokens_details": {"text_tokens": 128, "audio_tokens": 256},
        },
        "output_token_details": {"text_tokens": 36, "audio_tokens": 112},
    }
    day = date(2026, 2, 3)
    return [
        (day, "usage_missing", line("failed", None, status="failed")),
        (day, "usage_missing", line("failed_again", None, status="failed")),
        (day, "cached_exceeds_input", line("beta_example", impossible)),
        (day, "negative_count", line("negative", negative)),
        (day, "timestamp_without_offset", line("zoneless", good, occurred_at="2026-02-03T09:00:00")),
        (day, "occurred_at_missing", line("undated", good, occurred_at=None)),
        (day, "platform_missing", line("nowhere", good, platform=None)),
        (day, "not_json", "{'occurred_at': 2026-02-03, not json"),
        (day, "not_json", '{"occurred_at":"2026-02-03T09:00:01Z","platform":"openai","payload":{"type":"resp'),
    ]


def _write(landing: Landing, days: dict[tuple[date, str], list[str]]) -> None:
    for (day, platform), lines in sorted(days.items()):
        delivered_at = datetime.combine(day + timedelta(days=1), DELIVERY_TIME)
        text = "".join(f"{line}\n" for line in lines).encode()
        # OpenAI's collector packs its files, Azure's does not.
        packed = platform == "openai"
        folder = f"usage/{stamp(delivered_at)}"
        name = f"{platform}.jsonl.gz" if packed else f"{platform}.jsonl"
        landing.files[f"{folder}/{name}"] = _gzip(text) if packed else text
        if day in REPEATED_DAYS:
            again = f"usage/{stamp(delivered_at + timedelta(hours=6))}"
            landing.files[f"{again}/{platform}-again.jsonl"] = text
            landing.records += len(lines)


def _gzip(data: bytes) -> bytes:
    # The header has no modification time, so that the same lines give the same bytes.
    return gzip.compress(data, compresslevel=6, mtime=0)
