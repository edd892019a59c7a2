"""Shared books of the tests that use the real dbt."""

from __future__ import annotations

import pytest

from python_tests.pipeline.books import Books, Dbt
from python_tests.publishing.landings import land
from python_tests.workspace import Workspace


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, dbt: Dbt) -> Books:
    """The books of the first day, built."""
    workspace = Workspace(tmp_path_factory.mktemp("books"))
    land(workspace, 0)
    workspace.load()
    return Books(workspace, dbt).seed().run()
