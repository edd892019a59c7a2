"""A Spark cluster, and what the tests of the pipeline land."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

# Fixtures are found by name in the module where a test looks for them.
from orchestration.tests.pipeline.conftest import books, dbt, landed
from orchestration.tests.spark_cluster import SparkCluster

__all__ = ["books", "dbt", "landed"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[SparkCluster]:
    """A running cluster, shared by all tests."""
    with SparkCluster() as running:
        yield running
