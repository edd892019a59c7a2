"""A Spark cluster."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orchestration.tests.spark_cluster import SparkCluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[SparkCluster]:
    """A running cluster, shared by all tests."""
    with SparkCluster() as running:
        yield running
