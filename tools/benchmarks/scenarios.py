"""What is measured: nothing, everything at once, a mix of all payloads, a day more, a day more after a long history."""

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
PARTS = ("full", "mix", "increment", "history", "peers")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Increment:
    """A day added to a history of `days` days with `events` events in all, that day included."""

    days: int
    events: int
    before: Run
    added: Run


@dataclass
class Results:
    """Everything measured in one run; None is what was left out.

    Attributes:
        events: usage events of the full build and of the increment.
        floor: the hand-written script on the files of the full build.
        fixed: loading and building nothing into a warehouse that does not exist yet.
        start_up: the same again: what a load and a build cost with nothing new.
        full: loading and building all events at once.
        size_bytes: the warehouse after that.
        mix: the same with as many events of all kinds of payloads.
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


def measure_all(
    events: int, history_events: int, parts: tuple[str, ...], target: str, engine: Engine, folder: Path, tell: Tell
) -> Results:
    """Measure the floor, the fixed cost, and the parts that are named.

    Args:
        events: usage events of the full build and of the increment.
        history_events: usage events of twelve months.
        parts: some of `PARTS`.
        target: the engine's name, for the table.
        engine: makes the warehouses.
        folder: takes all files.
        tell: is told what is done next.

    Raises:
        CommandFailedError: a command failed, or the books are not what the floor finds.
    """
    tell("fixed cost: loading and building nothing")
    empty = Workspace("empty", folder, engine)
    fixed = empty.run()
    tell("start-up: the same again")
    start_up = empty.run()
    tell(f"writing {events:,} events")
    full = Workspace("full", folder, engine)
    apart(write_benchmark_landing, full.landing, events)
    tell("floor: one hand-written script")
    floor = apart(measure_floor, full.landing, folder / "floor.duckdb")
    if floor.events != events:
        raise CommandFailedError(f"the floor found {floor.events:,} events instead of {events:,}")
    results = Results(events, target, floor, fixed, start_up)
    if "peers" in parts:
        tell("peers: litellm and genai-prices")
        results.peers = apart(measure_peers, full.landing)
    if {"full", "mix", "increment"} & set(parts):
        tell(f"loading, building and testing {events:,} events")
        results.full = full.run()
        results.size_bytes = full.size_bytes()
        if full.total_cost() != f"{floor.total_cost:f}":
            raise CommandFailedError(f"the books cost {full.total_cost()}, the floor finds {floor.total_cost:f}")
    shutil.rmtree(full.landing)
    if "mix" in parts:
        results.mix = _build_mix(events, engine, folder, tell)
    if "increment" in parts:
        results.increment = _add_last_day("increment", events, MARCH_2026, MONTH_DAYS, engine, folder, tell)
    if "history" in parts:
        of_month = max(history_events * MONTH_DAYS // YEAR_DAYS, MONTH_DAYS)
        results.month = _add_last_day("month", of_month, MARCH_2026, MONTH_DAYS, engine, folder, tell)
        first_day = MARCH_2026 + timedelta(MONTH_DAYS - YEAR_DAYS)
        results.year = _add_last_day("year", history_events, first_day, YEAR_DAYS, engine, folder, tell)
    return results


def _build_mix(events: int, engine: Engine, folder: Path, tell: Tell) -> Run:
    """Load and build as many events of all kinds."""
    workspace = Workspace("mix", folder, engine)
    tell(f"mix: writing {events:,} events of {len(KINDS)} kinds")
    apart(write_mixed_landing, workspace.landing, events)
    tell("mix: loading, building and testing")
    run = workspace.run()
    shutil.rmtree(workspace.folder)
    return run


def _add_last_day(
    name: str, events: int, first_day: date, days: int, engine: Engine, folder: Path, tell: Tell
) -> Increment:
    """Build all days but the last, then land that, load and build again."""
    workspace = Workspace(name, folder, engine)
    tell(f"{name}: writing {events:,} events of {days} days")
    apart(write_daily_landing, workspace.landing, events, first_day, days)
    held_back = workspace.folder / "held_back"
    last_files = files_of_day(first_day + timedelta(days - 1))
    for file in last_files:
        (held_back / file).parent.mkdir(parents=True)
        (workspace.landing / file).rename(held_back / file)
    tell(f"{name}: loading and building {days - 1} days")
    before = workspace.run()
    for file in last_files:
        (held_back / file).rename(workspace.landing / file)
    tell(f"{name}: adding a day to {days - 1}")
    added = workspace.run()
    shutil.rmtree(workspace.folder)
    return Increment(days, events, before, added)
