"""The books that the tests of bills read: usage and its bill in every format, landed and built once an engine."""

from __future__ import annotations

import pytest

from orchestration.tests.bills.anthropic_cost_bill import land_anthropic_cost
from orchestration.tests.bills.aws_bill import land_aws
from orchestration.tests.bills.azure_costs_bill import land_azure_exports, land_azure_query
from orchestration.tests.bills.focus_bill import land_focus
from orchestration.tests.bills.gcp_bill import land_gcp
from orchestration.tests.bills.openai_costs_bill import land_openai_daily_costs, land_openai_tools
from orchestration.tests.bills.usage_reports import land_reports
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
    land_aws,
    land_gcp,
    land_reports,
)


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that all tests share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Everything that lands, written and not yet loaded."""
    workspace = Workspace(tmp_path_factory.mktemp("bills"))
    for land in _FORMATS:
        land(workspace.landing)
    return workspace


@pytest.fixture(scope="session")
def books(landed: Workspace, dbt: Dbt) -> Books:
    """One load and one build of all of it on DuckDB, with every data test."""
    return Books(landed, dbt).build()


@pytest.fixture(scope="session")
def server_books(
    landed: Workspace, dbt: Dbt, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Books:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("bills_on_postgres")
    (folder / "landing").symlink_to(landed.landing)
    return Books(Workspace(folder, postgres.create_database("bills")), dbt).build()
