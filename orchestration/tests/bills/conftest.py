"""The books that the tests of bills read: every format of bill and the usage that it charges, landed and built once."""

from __future__ import annotations

import pytest

from orchestration.tests.bills.anthropic_cost_bill import land_anthropic_cost
from orchestration.tests.bills.azure_costs_bill import land_azure_exports, land_azure_query
from orchestration.tests.bills.focus_bill import land_focus
from orchestration.tests.bills.openai_costs_bill import land_openai_daily_costs, land_openai_tools
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.postgres_server import PostgresServer

_FORMATS = (
    land_anthropic_cost,
    land_openai_daily_costs,
    land_openai_tools,
    land_azure_query,
    land_azure_exports,
    land_focus,
)


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that all tests share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session", params=["duckdb", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dbt: Dbt) -> Books:
    """One load and one build of all bills on an engine, with every data test."""
    engine = request.param
    settings = {}
    if engine == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings = {"TOKENBOOKS_TARGET": "postgres", **server.create_database("bills")}
    workspace = Workspace(tmp_path_factory.mktemp(engine), settings)
    for land in _FORMATS:
        land(workspace.landing)
    return Books(workspace, dbt).build()
