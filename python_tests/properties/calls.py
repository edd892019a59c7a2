"""Calls whose meters are known because their payload is written from them, and calls that cannot be true."""

from __future__ import annotations

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

#: Sizes around which long context begins to cost more.
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
    """What one published event holds.

    Attributes:
        meters: quantity by meter, zeros included.
        booking: what prices it.
        key: what is added to the id of the call.
    """

    meters: dict[str, Decimal | int]
    booking: Booking
    key: str = ""


@dataclass(frozen=True)
class Untrue:
    """A value that contradicts the rest of the payload, or is no count, and the reasons that may be given."""

    path: JsonPath
    value: object
    reasons: tuple[str, ...]


@dataclass
class Call:
    """A call as its provider reports it.

    Attributes:
        api: who writes so, for messages.
        booking: who bills, and when it was made.
        payload: as it lands.
        parts: what is published; empty if it must be refused.
        counts: where the payload holds counts that are read.
        untrue: what else would make it impossible.
        fields: of the envelope.
        reasons: why it is refused.
        reported_cost: as published.
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
    """A size, cut into named parts that add up to it; each is often nothing."""
    size = draw(sizes)
    weights = draw(st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)))
    if not any(weights):
        weights[0] = 1
    parts = [size * weight // sum(weights) for weight in weights]
    parts[next(i for i, weight in enumerate(weights) if weight)] += size - sum(parts)
    return dict(zip(names, parts, strict=True))


def instants() -> st.SearchStrategy[datetime]:
    """Any instant of the price book, and those at which a price changes, to the microsecond."""
    change = st.builds(
        lambda at, late: at - timedelta(microseconds=0 if late else 1), st.sampled_from(_CHANGES), st.booleans()
    )
    naive = st.datetimes(_FIRST.replace(tzinfo=None), _LAST.replace(tzinfo=None))
    return st.one_of(change, naive.map(lambda at: at.replace(tzinfo=UTC)))


def models(platform: str, *meters: str, but: Callable[[str], bool] = lambda _: False) -> st.SearchStrategy[str]:
    """Names that a platform prices, some of them dated or in capitals, and one that nobody knows."""
    names = [name for name in BOOK.names(platform, meters) if not but(name)]
    unknown = st.just("nobody-knows-1")
    if not names:
        return unknown
    priced = st.sampled_from(names)
    return st.one_of(
        priced, priced, priced, priced.map(str.upper), priced.map(lambda name: f"{name}-2026-01-31"), unknown
    )


def without(draw: Draw, holder: dict[str, Any], *keys: str) -> None:
    """Leave out some of the keys whose value is nothing, or write null for them: both mean that nothing was there."""
    for key in keys:
        if not holder[key]:
            kept = draw(st.sampled_from(["zero", "null", "absent"]))
            if kept == "null":
                holder[key] = None
            elif kept == "absent":
                del holder[key]


def unheard_of(draw: Draw, usage: dict[str, Any], name: str = "dreamt_tokens") -> dict[str, int]:
    """A count of tokens that nobody has heard of, now and then: it is a meter of its own name."""
    count = draw(st.sampled_from([0, 0, 0, 7]))
    if not count:
        return {}
    usage[name] = count
    return {name.lower(): count}


def paths_of(payload: Any, paths: Sequence[JsonPath]) -> list[JsonPath]:
    """Those paths at which the payload has a number."""
    return [path for path in paths if isinstance(_at(payload, path), int)]


@st.composite
def spoilt(draw: Draw, calls: st.SearchStrategy[Call]) -> Call:
    """A call that cannot be true: one of its counts is none, or contradicts the others."""
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
