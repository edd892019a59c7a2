"""A clock that goes back has no effect: the ledger and the time stamps of files decide which data is newer."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from python_tests.chaos.books import ChaosBooks
from python_tests.loading.samples import envelopes
from python_tests.workspace import Workspace
from tokenbooks.expectations.runner import DELIVERIES, run_suites
from tokenbooks.loading.load import load_sources
from tokenbooks.settings import Settings


def test_loads_after_the_clock_went_back_still_have_later_times(on_engine: Workspace) -> None:
    """The clock is two days ahead, then right again: `loaded_at` still increases, and a load checks its own data."""
    books = ChaosBooks(on_engine, on_engine.landing)
    settings = Settings.from_environment(on_engine.environment)
    on_engine.land("usage/2026-03-01.jsonl", envelopes(3))
    books.finish("load", books.load(ahead=172_800))
    [(ahead,)] = on_engine.query("select max(loaded_at) from raw.deliveries")
    assert ahead > datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    on_engine.land("usage/2026-03-02.jsonl", f"nonsense\n{envelopes(2, 10)}")
    report = load_sources([], settings)
    assert report.loaded_since is not None and report.loaded_since > ahead
    [result] = [each for each in run_suites([DELIVERIES], settings, report.loaded_since) if each.suite == DELIVERIES]
    assert result.rows == 1, "the checks look at the delivery of this load, and at no other"
    books.check_ledger()
    # A journal entry from the future is cleaned up too.
    on_engine.land("usage/2026-03-03.jsonl", envelopes(2, 20))
    load_sources([], settings)
    times = [row[0] for row in on_engine.query("select loaded_at from raw.deliveries order by file")]
    assert times == sorted(times) and len(set(times)) == 3


def test_a_file_from_the_future_or_from_long_ago_loads(workspace: Workspace) -> None:
    """Its time stamp is kept as it is, and no load skips the file or waits for it."""
    for name, moment in (("future", 4_000_000_000), ("past", 0)):
        os.utime(workspace.land(f"usage/{name}.jsonl", envelopes(1, moment)), (moment, moment))
    workspace.load()
    assert workspace.query("select file, delivered_at from raw.deliveries order by file") == [
        ("usage/future.jsonl", datetime(2096, 10, 2, 7, 6, 40)),
        ("usage/past.jsonl", datetime(1970, 1, 1)),
    ]
    workspace.load()
    assert workspace.query("select count(*) from raw.deliveries") == [(2,)]
