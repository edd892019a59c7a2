"""No file and no record stops a run on Spark."""

from __future__ import annotations

import pytest

from python_tests.pipeline.books import Dbt
from python_tests.poison.test_poison import land_beside_good, poisoned
from python_tests.workspace import Workspace


@pytest.mark.spark
def test_poison_is_built_on_spark(on_spark: Workspace, dbt: Dbt) -> None:
    """All poison beside good records is loaded, built and reported."""
    books = poisoned(on_spark, dbt, land_beside_good)
    assert books.reasons()["unreadable_file"] == books.unreadable
    assert not books.reasons()["reader_failed"]
    done = books.run("report")
    assert done.code == 0, done.err
