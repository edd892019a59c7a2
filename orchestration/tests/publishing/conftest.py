"""Books that the tests with the real dbt share."""

from __future__ import annotations

import pytest

from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.publishing.landings import land


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """The dbt that they share."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, dbt: Dbt) -> Books:
    """Books of the first day, built."""
    workspace = Workspace(tmp_path_factory.mktemp("books"))
    land(workspace, 0)
    workspace.load()
    return Books(workspace, dbt).seed().run()
