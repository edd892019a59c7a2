"""Calls with known meters, because their payload is written from the meters, and impossible calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from python_tests.pipeline.books import AS_OF
from python_tests.properties.price_book import Booking, PriceBook
from tokenbooks.transformation.project import PROJECT_DIR

BOOK = PriceBook(Path(PROJECT_DIR, "seeds"), datetime.fromisoformat(AS_OF))

#: Words of a model's name that show in which modality it answers, or hears, if a record states no modality.
_KINDS = {
    "speech": re.compile(r"(^|[^a-z])(tts|speech|native-audio|lyria)([^a-z]|$)"),
    "image": re.compile(r"(^|[^a-z])(images?|imagen|nano-banana)([^a-z]|$)"),
    "transcription": re.compile(r"(^|[^a-z])(transcri(be|ption)|whisper|asr|stt)([^a-z]|$)"),
}

#: Input sizes around the thresholds of long context.
_EDGES = sorted({int(row["context_from_tokens"]) - below for row in BOOK.rows for below in (0, 1)} - {-1})
_FIRST, _LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)
_CHANGES = [at for at in BOOK.instants() if _FIRST < at < _LAST]

JsonPath = tuple[str | int, ...]
Draw = Callable[..., Any]

SIZES = st.one_of(
    st.integers(0, 300), st.integers(0, 5_000), st.integers(0, 400_000), st.sampled_from(_EDGES), st.just(10**9)
)


@dataclass(frozen=True)
class Part:
    """The content of one published event.

    Attributes:
        meters: quantity by meter, including zeros.
        booking: determines its price.
        key: suffix of the call's id.
    """

    meters: dict[str, Decimal | int]
    booking: Booking
    key: str = ""


@dataclass(frozen=True)
class Untrue:
    """A value that contradicts the rest of the payload, or is not a count, and the possible reasons of the refusal."""

    path: JsonPath
    value: object
    reasons: tuple[str, ...]


@dataclass
class Call:
    """A call as its provider reports it.

    Attributes:
        api: the API, for messages.
        booking: the platform that bills, and the time of the call.
        payload: the payload as it lands.
        parts: the published events; empty if the call must be refused.
        counts: paths of the counts that are read from the payload.
        untrue: other values that would make the call impossible.
        fields: fields of the envelope.
        reasons: possible reasons of the refusal.
        reported_cost: the application cost that is published.
    """

    api: str
    booking: Booking
    payload: dict[str, Any]
    parts: list[Part]
    counts: list[JsonPath]
    untrue: list[Untrue] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    reported_cost: Decimal | None = None

    def envelope(self, event_id: str) -> dict[str, object]:
        """The line that lands."""
        at = self.booking.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        envelope = {"event_id": event_id, "occurred_at": at, "platform": self.booking.platform, "user_id": "ada"}
        return {**envelope, **self.fields, "payload": self.payload}


def shares(draw: Draw, names: Sequence[str], sizes: st.SearchStrategy[int] = SIZES) -> dict[str, int]:
    """A size, divided into named parts that add up to it. Each part is often zero."""
    size = draw(sizes)
    weights = draw(st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)))
    if not any(weights):
        weights[0] = 1
    parts = [size * weight // sum(weights) for weight in weights]
    parts[next(i for i, weight in enumerate(weights) if weight)] += size - sum(parts)
    return dict(zip(names, parts, strict=True))


def instants() -> st.SearchStrategy[datetime]:
    """Any instant of the price book, and the instants at which a price changes, to the microsecond."""
    change = st.builds(
        lambda at, late: at - timedelta(microseconds=0 if late else 1), st.sampled_from(_CHANGES), st.booleans()
    )
    naive = st.datetimes(_FIRST.replace(tzinfo=None), _LAST.replace(tzinfo=None))
    return st.one_of(change, naive.map(lambda at: at.replace(tzinfo=UTC)))


def models(platform: str, *meters: str, but: Callable[[str], bool] = lambda _: False) -> st.SearchStrategy[str]:
    """Names that a platform prices, some of them dated or in capitals, and one unknown name."""
    names = [name for name in BOOK.names(platform, meters) if not but(name)]
    unknown = st.just("nobody-knows-1")
    if not names:
        return unknown
    priced = st.sampled_from(names)
    return st.one_of(
        priced, priced, priced, priced.map(str.upper), priced.map(lambda name: f"{name}-2026-01-31"), unknown
    )


def kind_of(model: str) -> str:
    """The kind of a model by its name: `speech`, `image`, `transcription`, or nothing."""
    return next((kind for kind, words in _KINDS.items() if words.search(model.lower())), "")


def without(draw: Draw, holder: dict[str, Any], *keys: str) -> None:
    """Leave out some of the keys whose value is zero, or write null for them. Both mean zero."""
    for key in keys:
        if not holder[key]:
            kept = draw(st.sampled_from(["zero", "null", "absent"]))
            if kept == "null":
                holder[key] = None
            elif kept == "absent":
                del holder[key]


def unknown_count(draw: Draw, usage: dict[str, Any], name: str = "dreamt_tokens") -> dict[str, int]:
    """Sometimes an unknown count of tokens, which is a meter of its own name."""
    count = draw(st.sampled_from([0, 0, 0, 7]))
    if not count:
        return {}
    usage[name] = count
    return {name.lower(): count}


def paths_of(payload: Any, paths: Sequence[JsonPath]) -> list[JsonPath]:
    """The paths at which the payload has a number."""
    return [path for path in paths if isinstance(_at(payload, path), int)]


@st.composite
def spoilt(draw: Draw, calls: st.SearchStrategy[Call]) -> Call:
    """An impossible call: one of its counts is malformed, or contradicts the others."""
    call = deepcopy(draw(calls.filter(lambda call: call.counts)))
    no_counts = [
        Untrue(path, value, (reason,))
        for path in call.counts
        for value, reason in (
            (draw(st.integers(-(10**6), -1)), "negative_count"),
            (_at(call.payload, path) + draw(st.sampled_from([0.5, 0.001])), "invalid_count"),
            ("many", "invalid_count"),
            (10**12, "invalid_count"),
        )
    ]
    chosen = draw(st.one_of(st.sampled_from(no_counts), st.sampled_from(call.untrue or no_counts)))
    holder = _at(call.payload, chosen.path[:-1])
    holder[chosen.path[-1]] = chosen.value
    return replace(call, parts=[], reasons=chosen.reasons)


def _at(payload: Any, path: JsonPath) -> Any:
    for step in path:
        if isinstance(step, str):
            payload = payload.get(step) if isinstance(payload, dict) else None
        else:
            payload = payload[step] if isinstance(payload, list) and step < len(payload) else None
    return payload
