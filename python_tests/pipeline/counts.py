"""Malformed usage records, and the expected result of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from python_tests.pipeline.landing import Deliveries, to_json
from tools.simulator.calls import JsonObject

ACCOUNT = "counts"
_AT = "2026-03-15T12:00:00Z"
_SOUND: JsonObject = {"usage": {"input_tokens": 100, "output_tokens": 10}}


@dataclass(frozen=True)
class Counted:
    """A usage object, as JSON text, that is unusual but can be read."""

    id: str
    usage: str
    quantities: dict[str, str]
    cost: str
    model: str = "gpt-4o"

    def __str__(self) -> str:
        """Name the test."""
        return self.id


@dataclass(frozen=True)
class Refused:
    """A record that is refused, with its reason. Fields override those of the envelope; None leaves a field out."""

    id: str
    reason: str
    payload: str
    fields: JsonObject

    def __str__(self) -> str:
        """Name the test."""
        return self.id


_SEVEN = {"text_input": "7"}
_SEVEN_COST = "0.0000175"

COUNTED = (
    Counted(
        "text", '{"input_tokens":"119","output_tokens":"7"}', {"text_input": "119", "text_output": "7"}, "0.0003675"
    ),
    Counted("exponent", '{"input_tokens":1e3}', {"text_input": "1000"}, "0.0025"),
    Counted("zero-fraction", '{"input_tokens":7.0,"output_tokens":0}', _SEVEN, _SEVEN_COST),
    Counted("null-parts", '{"input_tokens":7,"input_tokens_details":null}', _SEVEN, _SEVEN_COST),
    Counted("output-not-reported", '{"input_tokens":7,"output_tokens":null}', _SEVEN, _SEVEN_COST),
    Counted("unknown-fields", '{"input_tokens":7,"server_mood":{"tokens":-1}}', _SEVEN, _SEVEN_COST),
    Counted("nothing-used", '{"input_tokens":0,"output_tokens":0,"total_tokens":0}', {}, "0"),
    Counted("largest", '{"input_tokens":999999999999}', {"text_input": "999999999999"}, "2499999.9999975"),
    Counted(
        "tenth-of-a-second",
        '{"type":"duration","seconds":0.1}',
        {"transcription_seconds": "0.1"},
        "0.00001",
        "whisper-1",
    ),
    Counted("time-span", '{"Duration":"00:01:30.5000000"}', {"transcription_seconds": "90.5"}, "0.00905", "whisper-1"),
)


def _refused(identifier: str, reason: str, usage: str | None = None, **fields: object) -> Refused:
    return Refused(identifier, reason, to_json(_SOUND) if usage is None else f'{{"usage":{usage}}}', fields)


REFUSED = (
    _refused("negative", "negative_count", '{"input_tokens":-1,"output_tokens":5}'),
    _refused("negative-part", "negative_count", '{"input_tokens":5,"input_tokens_details":{"cached_tokens":-2}}'),
    _refused("negative-text", "negative_count", '{"input_tokens":"-1"}'),
    _refused("negative-seconds", "negative_count", '{"type":"duration","seconds":-3}'),
    _refused("beyond-64-bit", "invalid_count", '{"input_tokens":18446744073709551616}'),
    _refused("beyond-any-count", "invalid_count", '{"input_tokens":1000000000000}'),
    _refused("huge-exponent", "invalid_count", '{"input_tokens":1e400}'),
    _refused("fraction", "invalid_count", '{"input_tokens":1.5}'),
    _refused("text-fraction", "invalid_count", '{"input_tokens":"1.5"}'),
    _refused("grouped-digits", "invalid_count", '{"input_tokens":"1,000"}'),
    _refused("word", "invalid_count", '{"input_tokens":"many"}'),
    _refused("empty-text", "invalid_count", '{"input_tokens":""}'),
    _refused("truth", "invalid_count", '{"input_tokens":true}'),
    _refused("object", "invalid_count", '{"input_tokens":{"tokens":5}}'),
    _refused("usage-null", "missing_usage", "null"),
    _refused("usage-empty", "missing_usage", "{}"),
    _refused("usage-text", "missing_usage", '"12 tokens"'),
    _refused("duration-word", "invalid_duration", '{"type":"duration","seconds":"a while"}'),
    _refused("total-differs", "parts_miss_total", '{"input_tokens":5,"output_tokens":5,"total_tokens":11}'),
    _refused(
        "reasoning-exceeds-output",
        "part_exceeds_whole",
        '{"input_tokens":5,"output_tokens":5,"output_tokens_details":{"reasoning_tokens":6}}',
    ),
    _refused(
        "modalities-miss-input",
        "parts_miss_total",
        '{"input_tokens":10,"input_token_details":{"text_tokens":3,"audio_tokens":3}}',
    ),
    _refused("no-time", "missing_occurred_at", occurred_at=None),
    _refused("no-platform", "missing_platform", platform=None),
    _refused("no-offset", "occurred_at_without_offset", occurred_at="2026-03-15T12:00:00"),
    _refused("no-such-day", "invalid_occurred_at", occurred_at="2026-02-30T12:00:00Z"),
    _refused("time-in-words", "invalid_occurred_at", occurred_at="yesterday"),
    _refused("time-as-number", "invalid_occurred_at", occurred_at=1_773_576_000),
    _refused("unknown-platform", "unsupported_platform", platform="typewriter"),
    _refused("reported-cost-word", "invalid_reported_cost", reported_cost="cheap"),
    Refused("payload-text", "missing_payload", '"{\\"usage\\":{\\"input_tokens\\":5}}"', {}),
    Refused("payload-list", "missing_payload", "[1,2]", {}),
    Refused("payload-null", "missing_payload", "null", {}),
)

#: Correct records that are not invoiced, by event: the user, and whether they are billable.
NOT_INVOICED = {
    "no-user": ("(unattributed)", True),
    "empty-user": ("(unattributed)", True),
    "seen-by-client": ("counts-client", False),
}
#: The cost of each of them.
SOUND_COST = Decimal("0.00035")


def land_counts(deliveries: Deliveries) -> None:
    """Land all these records under one account."""
    for counted in COUNTED:
        deliveries.envelopes.append(_line(counted.id, f'{{"usage":{counted.usage}}}', {"model": counted.model}))
    for refused in REFUSED:
        deliveries.envelopes.append(_line(refused.id, refused.payload, refused.fields))
    sound = to_json(_SOUND)
    deliveries.envelopes += [
        _line("no-user", sound, {"user_id": None}),
        _line("empty-user", sound, {"user_id": ""}),
        _line("seen-by-client", sound, {"user_id": "counts-client", "observed_by": "client"}),
        _line("unknown-model", sound, {"model": "gpt-nobody-knows", "user_id": "counts-unpriced"}),
    ]


def event_id(identifier: str) -> str:
    """The idempotency key of a record."""
    return f"{ACCOUNT}/{identifier}"


def _line(identifier: str, payload: str, fields: JsonObject) -> str:
    envelope: JsonObject = {
        "event_id": event_id(identifier),
        "occurred_at": _AT,
        "platform": "openai",
        "billing_account_id": ACCOUNT,
        "user_id": ACCOUNT,
        "model": "gpt-4o",
        **fields,
    }
    head = to_json({name: value for name, value in envelope.items() if value is not None})
    return f'{head[:-1]},"payload":{payload}}}'
