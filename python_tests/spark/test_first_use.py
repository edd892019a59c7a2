"""The first command of a dbt user on Spark, before anything has landed."""

from __future__ import annotations

import pytest

from python_tests.first_use.command import MARTS_OF_SEEDS, dbt_build
from python_tests.pipeline.books import Books, Dbt
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR


@pytest.mark.spark
def test_dbt_build_is_green_and_marts_are_empty(on_spark: Workspace, dbt: Dbt) -> None:
    """Every seed, model and data test passes. All marts exist, and only those that come from seeds have rows."""
    done = dbt_build(on_spark)
    assert done.returncode == 0, done.stdout[-3_000:]
    assert "PASS=" in done.stdout and "unit_test" not in done.stdout
    marts = Books(on_spark, dbt).marts
    assert marts.keys() == {path.stem for path in (PROJECT_DIR / "models" / "marts").rglob("*.sql")}
    assert {name for name, (_, rows) in marts.items() if rows} == MARTS_OF_SEEDS
