"""The books that the tests of the pipeline read: the demo world and every case, landed and built once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from orchestration.simulator import WorldSummary, write_demo_world
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.bills import land_comparisons
from orchestration.tests.pipeline.bodies import land_bodies
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.pipeline.cases import land_allocations, land_bills, land_calls, land_repeats
from orchestration.tests.pipeline.counts import land_counts
from orchestration.tests.pipeline.landing import Deliveries


@dataclass(frozen=True)
class Landed:
    """A landing zone with the demo world and every case in it, and a warehouse beside it."""

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
    ):
        land(deliveries)
    deliveries.land(workspace)
    return Landed(workspace, world)


@pytest.fixture(scope="session")
def books(landed: Landed, dbt: Dbt) -> Books:
    """One load and one build of all of it on DuckDB, with every data test."""
    return Books(landed.workspace, dbt).build()
