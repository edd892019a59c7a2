"""The scenarios: no data, all data at once, a mix of payloads, one more day, and one more day after a long history."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tools.benchmarks.floor import Floor, measure_floor
from tools.benchmarks.generate import (
    MARCH_2026,
    files_of_day,
    write_benchmark_landing,
    write_daily_landing,
    write_mixed_landing,
)
from tools.benchmarks.measure import CommandFailedError, apart
from tools.benchmarks.payloads import KINDS
from tools.benchmarks.peers import Peer, measure_peers
from tools.benchmarks.workspace import Engine, Run, Workspace

MONTH_DAYS = 31
YEAR_DAYS = 365
#: The parts that measure usage.
PARTS = ("full", "mix", "increment", "history", "peers")

Announce = Callable[[str], None]


@dataclass(frozen=True)
class Increment:
    """A day that is added to a history. `days` and `events` count the whole history, including that day."""

    days: int
    events: int
    before: Run
    added: Run


@dataclass
class Results:
    """The results of one run. A part that was left out is None.

    Attributes:
        events: number of usage events of the full build and of the increment.
        target: name of the engine.
        floor: the hand-written script on the files of the full build.
        fixed: loading and building without data into a warehouse that does not exist yet.
        start_up: the same again, which is the cost of a load and a build without new data.
        full: loading and building all events at once.
        size_bytes: size of the warehouse after the full build.
        mix: loading and building as many events of all kinds of payloads.
        increment: the 31st day added to 30.
        month: the 31st day added to 30 of the history.
        year: the last day added to twelve months of the history.
        peers: other libraries on the same events.
    """

    events: int
    target: str
    floor: Floor
    fixed: Run
    start_up: Run
    full: Run | None = None
    size_bytes: int = 0
    mix: Run | None = None
    increment: Increment | None = None
    month: Increment | None = None
    year: Increment | None = None
    peers: list[Peer] = field(default_factory=list)


def measure_start(engine: Engine, folder: Path, announce: Announce) -> tuple[Run, Run]:
    """Load and build nothing into a new warehouse, and the same again."""
    announce("fixed cost: loading and building nothing")
    empty = Workspace("empty", folder, engine)
    fixed = empty.run()
    announce("start-up: the same again")
    return fixed, empty.run()


def measure_all(
    events: int,
    history_events: int,
    parts: tuple[str, ...],
    target: str,
    engine: Engine,
    folder: Path,
    announce: Announce,
) -> Results:
    """Measure the floor, the fixed cost, and the named parts.

    Args:
        events: number of usage events of the full build and of the increment.
        history_events: number of usage events of twelve months.
        parts: some of `PARTS`.
        target: name of the engine, for the table.
        engine: creates the warehouses.
        folder: folder for all files.
        announce: called with a description of each step before it starts.

    Raises:
        CommandFailedError: a command failed, or the books differ from the floor.
    """
    fixed, start_up = measure_start(engine, folder, announce)
    announce(f"writing {events:,} events")
    full = Workspace("full", folder, engine)
    apart(write_benchmark_landing, full.landing, events)
    announce("floor: one hand-written script")
    floor = apart(measure_floor, full.landing, folder / "floor.duckdb")
    if floor.events != events:
        raise CommandFailedError(f"the floor found {floor.events:,} events instead of {events:,}")
    results = Results(events, target, floor, fixed, start_up)
    if "peers" in parts:
        announce("peers: litellm and genai-prices")
        results.peers = apart(measure_peers, full.landing)
    if {"full", "mix", "increment"} & set(parts):
        announce(f"loading, building and testing {events:,} events")
        results.full = full.run()
        results.size_bytes = full.size_bytes()
        if full.total_cost() != f"{floor.total_cost:f}":
            raise CommandFailedError(f"the books cost {full.total_cost()}, but the floor costs {floor.total_cost:f}")
    shutil.rmtree(full.landing)
    if "mix" in parts:
        results.mix = _build_mix(events, engine, folder, announce)
    if "increment" in parts:
        results.increment = _add_last_day("increment", events, MARCH_2026, MONTH_DAYS, engine, folder, announce)
    if "history" in parts:
        of_month = max(history_events * MONTH_DAYS // YEAR_DAYS, MONTH_DAYS)
        results.month = _add_last_day("month", of_month, MARCH_2026, MONTH_DAYS, engine, folder, announce)
        first_day = MARCH_2026 + timedelta(MONTH_DAYS - YEAR_DAYS)
        results.year = _add_last_day("year", history_events, first_day, YEAR_DAYS, engine, folder, announce)
    return results


def _build_mix(events: int, engine: Engine, folder: Path, announce: Announce) -> Run:
    """Load and build as many events, but of all kinds."""
    workspace = Workspace("mix", folder, engine)
    announce(f"mix: writing {events:,} events of {len(KINDS)} kinds")
    apart(write_mixed_landing, workspace.landing, events)
    announce("mix: loading, building and testing")
    run = workspace.run()
    shutil.rmtree(workspace.folder)
    return run


def _add_last_day(
    name: str, events: int, first_day: date, days: int, engine: Engine, folder: Path, announce: Announce
) -> Increment:
    """Load and build all days but the last. Then land the last day, and load and build again."""
    workspace = Workspace(name, folder, engine)
    announce(f"{name}: writing {events:,} events of {days} days")
    apart(write_daily_landing, workspace.landing, events, first_day, days)
    held_back = workspace.folder / "held_back"
    last_files = files_of_day(first_day + timedelta(days - 1))
    for file in last_files:
        (held_back / file).parent.mkdir(parents=True)
        (workspace.landing / file).rename(held_back / file)
    announce(f"{name}: loading and building {days - 1} days")
    before = workspace.run()
    for file in last_files:
        (held_back / file).rename(workspace.landing / file)
    announce(f"{name}: adding a day to {days - 1}")
    added = workspace.run()
    shutil.rmtree(workspace.folder)
    return Increment(days, events, before, added)
