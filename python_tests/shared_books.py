"""The books that most tests read: all their landing files in one warehouse per engine, built once.

Each test module has its own accounts, users or ids, and queries only those.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from python_tests.bills.formats import land_bills as land_bills_of_every_format
from python_tests.gateways.conversations import land_conversations
from python_tests.gateways.landing import land_gateways
from python_tests.pipeline.bills import land_comparisons
from python_tests.pipeline.bodies import land_bodies
from python_tests.pipeline.books import Books, Dbt
from python_tests.pipeline.cases import land_allocations, land_bills, land_calls, land_repeats
from python_tests.pipeline.counts import land_counts
from python_tests.pipeline.field_cases import land_field_cases
from python_tests.pipeline.landing import Deliveries
from python_tests.properties.drawn import land_drawn
from python_tests.properties.unknown_counts import land_unknown_counts
from python_tests.workspace import Workspace
from tools.servers.postgres import PostgresServer
from tools.simulator.world import WorldSummary, write_demo_world

#: The number of loads of the books in pieces, and the loads that a build follows, like a daily build after hourly ones.
_RUNS = 10
_BUILT_AFTER = (1, 4, 8, _RUNS)
_SEED = 8


@dataclass(frozen=True)
class Landed:
    """The landing zone of all tests, and a warehouse beside it.

    Attributes:
        workspace: the landing zone and the warehouse.
        world: the disturbances of the demo world.
    """

    workspace: Workspace
    world: WorldSummary


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that all tests share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All landing files, written and not yet loaded."""
    workspace = Workspace(tmp_path_factory.mktemp("books"))
    world = write_demo_world(workspace.landing)
    deliveries = Deliveries()
    for land in (
        land_calls,
        land_bills,
        land_allocations,
        land_repeats,
        land_counts,
        land_comparisons,
        land_bodies,
        land_drawn,
    ):
        land(deliveries)
    deliveries.land(workspace)
    land_gateways(workspace)
    land_unknown_counts(workspace)
    land_conversations(workspace)
    land_field_cases(workspace)
    land_bills_of_every_format(workspace.landing)
    return Landed(workspace, world)


@pytest.fixture(scope="session")
def books(landed: Landed, dbt: Dbt) -> Books:
    """One load and one build of all files on DuckDB, with every data test."""
    return Books(landed.workspace, dbt).build()


@pytest.fixture(scope="session")
def server_books(landed: Landed, dbt: Dbt, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("books_on_postgres")
    (folder / "landing").symlink_to(landed.workspace.landing)
    return Books(Workspace(folder, postgres.create_database("books")), dbt).build()


@pytest.fixture(scope="session")
def books_in_pieces(landed: Landed, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The same files, each twice under different names, in random order, in many loads without content."""
    pieces = Books(Workspace(tmp_path_factory.mktemp("pieces"), {"TOKENBOOKS_KEEP_CONTENT": "off"}), dbt)
    landing = pieces.workspace.landing
    files = [path for path in sorted(landed.workspace.landing.rglob("*")) if path.is_file()]
    originals = [(path, path.relative_to(landed.workspace.landing)) for path in files]
    deliveries = [*originals, *((path, _other_name(name)) for path, name in originals)]
    random.Random(_SEED).shuffle(deliveries)
    for run in range(1, _RUNS + 1):
        for path, name in deliveries[run - 1 :: _RUNS]:
            (landing / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, landing / name)
        pieces.workspace.load()
        if run == _BUILT_AFTER[0]:
            pieces.seed()
        if run in _BUILT_AFTER:
            pieces.run()
    return pieces


def _other_name(name: Path) -> Path:
    """Another name in the same folder, because the folder determines the delivery time and the parts of a set."""
    stem, dot, suffixes = name.name.partition(".")
    return name.with_name(f"{stem}-repeated{dot}{suffixes}")
