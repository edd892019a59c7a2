"""A count under an unknown name is a meter of its own, or its record is refused, in every source."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

from python_tests.pipeline.books import Books
from python_tests.properties.unknown_counts import UnknownCount, unknown_counts

_SHOWN = 5


def test_an_unknown_count_is_a_meter_or_refused(books: Books) -> None:
    """In every form of every source and in every place of it. No form is always refused."""
    metered: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for event, meter, quantity in books.rows(
        "select usage_event_id, meter, quantity from marts.fct_usage_costs where usage_event_id like '%/unknown/%'"
    ):
        metered[_event_of(event)][meter] = quantity
    refused = {
        json.loads(record)["event_id"]
        for (record,) in books.rows("select record from marts.fct_rejected_events where record like '%\"unknown/%'")
    }
    drawn = unknown_counts()
    counted = [one for one in drawn if metered[one.event].get(one.meter) == one.count]
    lost = [one for one in drawn if one not in counted and one.event.partition("/")[2] not in refused]
    assert not lost, f"{len(lost)} are lost: {_shown(lost)}"
    assert {one.form for one in counted} == {one.form for one in drawn}


def _event_of(event: str) -> str:
    """The id without that of the part: platform, `unknown`, seed, form and number."""
    return "/".join(event.split("/")[:5])


def _shown(drawn: list[UnknownCount]) -> list[str]:
    return [f"{one.event} {one.meter}={one.count} in {json.dumps(one.record)}" for one in drawn[:_SHOWN]]
