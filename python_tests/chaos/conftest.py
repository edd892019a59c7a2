"""Warehouses for the tests of this folder, on both engines."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from python_tests.workspace import Workspace
from tools.servers.postgres import PostgresServer


@pytest.fixture(params=["duckdb", "postgres"])
def on_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    """An empty landing zone and an empty warehouse on each engine."""
    (tmp_path / "landing").mkdir()
    if request.param == "duckdb":
        return Workspace(tmp_path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return Workspace(tmp_path, server.create_database(f"chaos_{uuid.uuid4().hex}"))
