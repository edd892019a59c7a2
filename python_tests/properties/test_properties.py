"""For any payload of a provider: meters are the true quantities, the cost follows from the price book, and impossible
payloads are refused.

Hundreds of calls are drawn, always the same ones. `PROPERTIES=10` draws more.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from python_tests.pipeline.books import Books
from python_tests.pipeline.landing import to_json
from python_tests.properties.calls import BOOK, Call
from python_tests.properties.drawn import drawn_calls
from python_tests.properties.price_book import Booking

_SHOWN = 5
_OF_DRAWN = "usage_event_id like '%/drawn/%'"


@dataclass(frozen=True)
class Drawn:
    """Calls by the id of their event, and the books that contain them."""

    calls: dict[str, Call]
    books: Books

    def parts(self) -> Iterator[tuple[str, Booking, dict[str, Decimal]]]:
        """The key, booking and metered quantities of every event that must be published."""
        for event_id, call in self.calls.items():
            for part in call.parts:
                # Zero tokens are not usage. A zero duration is kept, because its event reports nothing else.
                metered = {
                    meter: Decimal(quantity)
                    for meter, quantity in part.meters.items()
                    if quantity or meter == "transcription_seconds"
                }
                yield f"{part.booking.platform}/{event_id}{part.key}", part.booking, metered


@pytest.fixture(scope="module")
def drawn(books: Books) -> Drawn:
    """The calls, landed, loaded and built together with all other files."""
    return Drawn(drawn_calls(), books)


def test_published_quantities_are_the_true_quantities(drawn: Drawn) -> None:
    """Every meter of every event, without negative or additional ones."""
    published: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for key, meter, quantity in drawn.books.rows(
        f"select usage_event_id, meter, quantity from marts.fct_usage_costs where {_OF_DRAWN}"
    ):
        assert quantity >= 0
        published[key][meter] = quantity
    _assert_equal(drawn, published, {key: metered for key, _, metered in drawn.parts() if metered})


def test_token_meters_add_up_to_the_total(drawn: Drawn) -> None:
    """For an answer. A tool call beside it is a separate part that repeats the total of the answer."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for key, quantity in drawn.books.rows(
        "select usage_event_id, quantity from marts.fct_usage_costs"
        f" where {_OF_DRAWN} and (unit = 'tokens' or meter like '%_input' or meter like '%_output')"
    ):
        sums[key] += quantity
    of_tools = {key for key, _, metered in drawn.parts() if key.endswith(tuple(metered))}
    totals = dict(
        drawn.books.rows(f"select usage_event_id, total_tokens from marts.fct_usage_events where {_OF_DRAWN}")
    )
    answers = {key: total for key, total in totals.items() if key not in of_tools}
    _assert_equal(drawn, {key: sums[key] for key in answers}, answers)


def test_cost_follows_from_the_price_book(drawn: Drawn) -> None:
    """Exactly, and NULL if no price applies. The cost of an event is the sum of its meters."""
    costs: dict[tuple[str, str], Decimal | None] = {}
    events: dict[str, tuple[str, str, Decimal | None]] = {}
    covered: set[tuple[str, str]] = set()
    for key, booking, metered in drawn.parts():
        of_meters = {meter: BOOK.cost(booking, meter, quantity) for meter, quantity in metered.items()}
        costs.update({(key, meter): cost for meter, cost in of_meters.items()})
        known = [cost for cost in of_meters.values() if cost is not None]
        of_capacity = [meter for meter, cost in of_meters.items() if cost is None and BOOK.is_covered(booking, meter)]
        covered |= {(key, meter) for meter in of_capacity}
        if of_capacity and len(known) + len(of_capacity) == len(of_meters):
            status = "provisioned"
        else:
            status = "priced" if len(known) == len(of_meters) else "partly_priced" if known else "unpriced"
        total = sum(known, Decimal(0)) if known or not of_meters else None
        events[key] = BOOK.model(booking.platform, booking.model, booking.at), status, total
    rows = drawn.books.rows(
        f"select usage_event_id, meter, calculated_cost, is_provisioned from marts.fct_usage_costs where {_OF_DRAWN}"
    )
    _assert_equal(drawn, {(key, meter): cost for key, meter, cost, _ in rows}, costs)
    assert {(key, meter) for key, meter, _, is_provisioned in rows if is_provisioned} == covered
    rows = drawn.books.rows(
        f"select usage_event_id, model, pricing_status, calculated_cost from marts.fct_usage_events where {_OF_DRAWN}"
    )
    _assert_equal(drawn, {key: tuple(rest) for key, *rest in rows}, events)
    assert {status for _, status, _ in events.values()} == {"priced", "partly_priced", "unpriced", "provisioned"}
    assert None in costs.values()
    unpriced = drawn.books.value(
        "select count(*) from marts.fct_usage_costs where calculated_cost is null and not is_provisioned"
    )
    assert drawn.books.value("select sum(events) from marts.fct_unpriced_usage") == unpriced


def test_a_cost_in_the_payload_is_kept(drawn: Drawn) -> None:
    """It is kept beside our cost, as the application cost."""
    stated = {
        f"{call.booking.platform}/{event_id}": call.reported_cost
        for event_id, call in drawn.calls.items()
        if call.parts and call.reported_cost is not None
    }
    rows = drawn.books.rows(
        "select usage_event_id, reported_cost from marts.fct_usage_events"
        f" where reported_cost is not null and {_OF_DRAWN}"
    )
    assert stated
    _assert_equal(drawn, dict(rows), stated)


def test_only_impossible_calls_are_refused(drawn: Drawn) -> None:
    """Once, with a suitable reason, and without an event."""
    refused: dict[str, list[str]] = defaultdict(list)
    for reason, record in drawn.books.rows(
        "select reason, record from marts.fct_rejected_events where record like '%\"drawn/%'"
    ):
        refused[json.loads(record)["event_id"]].append(reason)
    untrue = {event_id: call for event_id, call in drawn.calls.items() if call.reasons}
    assert refused.keys() == untrue.keys(), _shown(drawn, refused.keys() ^ untrue.keys())
    unfit = [event_id for event_id, call in untrue.items() if not {*refused[event_id]} <= {*call.reasons}]
    assert not unfit, [refused[event_id] for event_id in unfit] + _shown(drawn, unfit)
    assert not [event_id for event_id, reasons in refused.items() if len(reasons) > 1]


def _assert_equal(drawn: Drawn, found: Mapping[Any, object], expected: Mapping[Any, object]) -> None:
    """Compare, and on a difference show the differing calls with the shortest payloads."""
    different = [key for key in {**found, **expected} if found.get(key, "none") != expected.get(key, "none")]
    keys = {key if isinstance(key, str) else key[0] for key in different}
    shown = [(key, found.get(key, "none"), expected.get(key, "none")) for key in different[:_SHOWN]]
    assert not different, f"{len(different)} differ; key, found, expected: {shown}\n{_shown(drawn, keys)}"


def _shown(drawn: Drawn, keys: Iterable[str]) -> list[str]:
    """The landed records under some keys, with or without platform and part."""
    landed = {
        event_id: to_json(call.envelope(event_id))
        for event_id, call in drawn.calls.items()
        if any(event_id == key or f"/{event_id}/" in f"{key}/" for key in keys)
    }
    return sorted(landed.values(), key=len)[:_SHOWN]
