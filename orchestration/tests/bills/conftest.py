"""One warehouse per engine with the usage and the bills of every form, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.tests.bills.aws_bill import land_aws
from orchestration.tests.bills.gcp_bill import land_gcp
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.postgres_server import PostgresServer

#: What the comparison of bills needs.
SELECTION = (
    "--select",
    "+fct_reconciliations",
    "+fct_unmapped_charges",
    "+fct_out_of_scope_charges",
    "+fct_rejected_events",
)


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that all tests share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing zone with the bill of every form."""
    folder = tmp_path_factory.mktemp("bills") / "landing"
    for land in (land_aws, land_gcp):
        land(folder)
    return folder


@pytest.fixture(scope="session", params=["duckdb", "postgres"])
def books(request: pytest.FixtureRequest, landing: Path, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """All of it, loaded, built and tested on an engine."""
    settings = {}
    if request.param == "postgres":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        settings = postgres.create_database("bills")
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "landing").symlink_to(landing)
    return Books(Workspace(folder, settings), dbt).build()


def build(books: Books) -> Books:
    """Load what has landed and build what is compared, without tests."""
    books.workspace.load()
    books.dbt.succeed(books.workspace, "build", "--resource-type", "seed", "--resource-type", "model", *SELECTION)
    return books
