"""Spark and DuckDB give the same answers to the last digit: on a cluster, loaded and built as a user would."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.bills import land_comparisons
from orchestration.tests.pipeline.books import Books, Dbt, assert_same_marts
from orchestration.tests.pipeline.cases import land_bills, land_repeats
from orchestration.tests.pipeline.conftest import Landed
from orchestration.tests.pipeline.counts import land_counts
from orchestration.tests.pipeline.landing import Deliveries
from orchestration.tests.spark_cluster import SparkCluster


def test_marts_of_a_small_landing_are_the_same(cluster: SparkCluster, dbt: Dbt, tmp_path: Path) -> None:
    """The odd, the repeated and the disputed records, in two loads: every mart is equal as text."""
    first, second = Deliveries(), Deliveries()
    for land in (land_counts, land_repeats):
        land(first)
    for land in (land_comparisons, land_bills):
        land(second)
    on_duckdb, on_spark = (tmp_path / name for name in ("duckdb", "spark"))
    workspaces = (Workspace(on_duckdb), Workspace(on_spark, _lake(cluster, on_spark)))
    for workspace in workspaces:
        workspace.landing.mkdir(parents=True)
        first.land(workspace)
        workspace.load()
        second.land(workspace)
        workspace.load()
        dbt.succeed(workspace, "build", "--resource-type", "seed", "--resource-type", "model")
    expected, found = (Books(workspace, dbt) for workspace in workspaces)
    assert_same_marts(found, expected)


@pytest.mark.spark
def test_marts_of_everything_are_the_same(
    landed: Landed, books: Books, dbt: Dbt, cluster: SparkCluster, tmp_path: Path
) -> None:
    """The demo world and every case, with every data test; then every unit test."""
    (tmp_path / "landing").symlink_to(landed.workspace.landing)
    workspace = Workspace(tmp_path, _lake(cluster, tmp_path))
    for (schema,) in workspace.query("show schemas"):
        if schema != "default":
            workspace.query(f"drop schema {schema} cascade")
    assert_same_marts(Books(workspace, dbt).build(), books)
    tests = dbt.invoke(workspace, "test", "--select", "test_type:unit")["results"]
    assert len(tests) >= 40
    assert {test["status"] for test in tests} == {"pass"}


def _lake(cluster: SparkCluster, folder: Path) -> dict[str, str]:
    return {**cluster.environment, "TOKENBOOKS_SPARK_RAW": str(folder / "lake")}
