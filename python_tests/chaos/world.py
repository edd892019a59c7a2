"""The files of a chaos history: the demo world and every case of the pipeline's tests."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from python_tests.pipeline.bills import land_comparisons
from python_tests.pipeline.cases import land_allocations, land_bills, land_calls, land_repeats
from python_tests.pipeline.counts import land_counts
from python_tests.pipeline.landing import Deliveries
from python_tests.workspace import Workspace
from tokenbooks.loading.delivery import identity
from tokenbooks.loading.sources import SOURCES
from tools.simulator.world import write_demo_world

_TORN = "usage/torn/2026-03-20.jsonl"


def land_everything(workspace: Workspace) -> None:
    """Write all files that will be delivered, including lines that cannot be decoded."""
    write_demo_world(workspace.landing)
    land_cases(workspace)


def land_cases(workspace: Workspace) -> None:
    """Write every case without the demo world: few records, but files of every kind."""
    deliveries = Deliveries()
    for land in (land_calls, land_bills, land_allocations, land_repeats, land_counts, land_comparisons):
        land(deliveries)
    deliveries.land(workspace)
    workspace.land(_TORN, '{"event_id": "torn", "occurred_at": "2026-03-2\nnonsense\n{"a": NaN}\n')


def files(landing: Path) -> list[PurePosixPath]:
    """The deliveries of a landing zone, as relative paths."""
    found = (path.relative_to(landing) for path in sorted(landing.rglob("*")) if path.is_file())
    return [PurePosixPath(path) for path in found if path.parts[0] in SOURCES]


def batches(landing: Path, count: int, chance: random.Random) -> list[list[PurePosixPath]]:
    """The deliveries in random order and in batches of random sizes. No batch is empty."""
    shuffled = files(landing)
    chance.shuffle(shuffled)
    cuts = sorted(chance.sample(range(1, len(shuffled)), count - 1))
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]


def deliver(batch: list[PurePosixPath], source: Path, landing: Path) -> None:
    """Copy files into a landing zone."""
    for path in batch:
        (landing / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / path, landing / path)


def delivery_ids(landing: Path, waiting: Collection[PurePosixPath] = ()) -> set[str]:
    """The ids that the ledger must hold when a whole landing zone is loaded: one per content, source and account.

    Args:
        landing: the landing zone.
        waiting: the pages that wait for other pages.
    """
    ids = set()
    for path in files(landing):
        if path in waiting:
            continue
        file = landing / path
        modified_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        ids.add(identity(SOURCES[path.parts[0]], str(path), modified_at, sha256))
    return ids
