"""The books that most tests read: everything that they land, in one warehouse of each engine, built once.

Each module has accounts, users or ids of its own, and asks for those alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from orchestration.simulator import WorldSummary, write_demo_world
from orchestration.tests.bills.formats import land_bills as land_bills_of_every_format
from orchestration.tests.gateways.conversations import land_conversations
from orchestration.tests.gateways.landing import land_gateways
from orchestration.tests.pipeline.bills import land_comparisons
from orchestration.tests.pipeline.bodies import land_bodies
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.pipeline.cases import land_allocations, land_bills, land_calls, land_repeats
from orchestration.tests.pipeline.counts import land_counts
from orchestration.tests.pipeline.landing import Deliveries
from orchestration.tests.postgres_server import PostgresServer
from orchestration.tests.properties.drawn import land_drawn
from orchestration.tests.workspace import Workspace


@dataclass(frozen=True)
class Landed:
    """The landing zone of all tests, and a warehouse beside them.

    Attributes:
        workspace: holds what lands.
        world: what is injected into the demo world.
    """

    workspace: Workspace
    world: WorldSummary


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that all tests share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """Everything that lands, written and not yet loaded."""
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
    land_conversations(workspace)
    land_bills_of_every_format(workspace.landing)
    return Landed(workspace, world)


@pytest.fixture(scope="session")
def books(landed: Landed, dbt: Dbt) -> Books:
    """One load and one build of all of it on DuckDB, with every data test."""
    return Books(landed.workspace, dbt).build()


@pytest.fixture(scope="session")
def server_books(landed: Landed, dbt: Dbt, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("books_on_postgres")
    (folder / "landing").symlink_to(landed.workspace.landing)
    return Books(Workspace(folder, postgres.create_database("books")), dbt).build()
