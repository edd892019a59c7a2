"""PostgreSQL and DuckDB give the same answers to the last digit."""

from __future__ import annotations

from pathlib import Path

from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt, assert_same_marts
from orchestration.tests.pipeline.conftest import Landed
from orchestration.tests.postgres_server import PostgresServer


def test_marts_are_the_same_on_postgres(
    landed: Landed, books: Books, dbt: Dbt, postgres: PostgresServer, tmp_path: Path
) -> None:
    """The same files, loaded, built and tested on a server: every mart is equal as text."""
    (tmp_path / "landing").symlink_to(landed.workspace.landing)
    server = Workspace(tmp_path, postgres.create_database("pipeline"))
    assert_same_marts(Books(server, dbt).build(), books)
