"""A Spark cluster, and warehouses on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from python_tests.workspace import Workspace
from tools.servers.spark import SparkCluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[SparkCluster]:
    """A running cluster that all tests share."""
    with SparkCluster() as running:
        yield running


@pytest.fixture
def on_spark(cluster: SparkCluster, tmp_path: Path) -> Workspace:
    """A warehouse of the cluster without objects of earlier tests, and a lake without loaded data."""
    folder = tmp_path / "spark"
    folder.mkdir()
    workspace = Workspace(folder, {**cluster.environment, "TOKENBOOKS_SPARK_RAW": str(folder / "lake")})
    for (schema,) in workspace.query("show schemas"):
        if schema != "default":
            workspace.query(f"drop schema {schema} cascade")
    return workspace
