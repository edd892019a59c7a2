"""Two builds that the tests here share: what gateways write, and calls with what was said in them."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest

from orchestration.tests.gateways.conversations import land_conversations
from orchestration.tests.gateways.records import ACCEPTED, NATIVE, OTHERS, REFUSED, THROUGH_GATEWAY
from orchestration.tests.pipeline.bodies import land_bodies
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.pipeline.counts import land_counts
from orchestration.tests.pipeline.landing import Deliveries
from orchestration.tests.postgres_server import PostgresServer
from orchestration.tests.workspace import Workspace


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that all builds share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing zone with everything in it."""
    workspace = Workspace(tmp_path_factory.mktemp("landed"))
    _land(workspace)
    return workspace.landing


@pytest.fixture(scope="session")
def on_duckdb(landed: Path, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """One load and one build of all records, with every data test."""
    return Books(reading(landed, tmp_path_factory.mktemp("duckdb")), dbt).build()


@pytest.fixture(scope="session")
def on_postgres(landed: Path, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Books:
    """The same on a server."""
    settings = {"TOKENBOOKS_TARGET": "postgres", **postgres.create_database("gateways")}
    return Books(reading(landed, tmp_path_factory.mktemp("postgres"), **settings), dbt).build()


@pytest.fixture(scope="session", params=["duckdb", "postgres"])
def books(request: pytest.FixtureRequest) -> Books:
    """Either."""
    found: Books = request.getfixturevalue(f"on_{request.param}")
    return found


def reading(landed: Path, folder: Path, **settings: str) -> Workspace:
    """A workspace of its own over the same landing zone: a bill is known by when it was delivered, too."""
    (folder / "landing").symlink_to(landed)
    return Workspace(folder, settings)


def _land(workspace: Workspace) -> None:
    """Land an export of each gateway, and beside it odd usage, real bodies and conversations."""
    lines: dict[str, list[str]] = defaultdict(list)
    for case in (*ACCEPTED, *REFUSED):
        if case.record:
            lines[case.source].append(case.record if isinstance(case.record, str) else json.dumps(case.record))
    lines["apim"] += map(json.dumps, OTHERS)
    lines["litellm"].append(json.dumps(THROUGH_GATEWAY))
    lines["usage"].append(json.dumps(NATIVE))
    for source, texts in lines.items():
        content = "".join(f"{text}\n" for text in texts).encode()
        workspace.land(f"{source}/2026-03/export.jsonl.gz", gzip.compress(content))
    deliveries = Deliveries()
    land_counts(deliveries)
    land_bodies(deliveries)
    deliveries.land(workspace)
    land_conversations(workspace)
