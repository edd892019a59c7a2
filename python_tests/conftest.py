"""Shared fixtures: an empty landing zone, a PostgreSQL server, and the books that most tests read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from python_tests.shared_books import books, books_in_pieces, dbt, landed, server_books
from python_tests.workspace import Workspace
from tools.servers.postgres import PostgresServer

# Every test finds these fixtures. A folder that needs others has its own conftest.
__all__ = ["books", "books_in_pieces", "dbt", "landed", "server_books"]

#: Folders whose tests read the same books.
_READERS = {"bills", "gateways", "pipeline", "properties"}
#: The longest tests come first, so that no worker runs them alone at the end.
_FIRST = ["books", "spark", "chaos", "first_use", "histories", "loading", "publishing", "defs"]
_PLACES = {group: place for place, group in enumerate(_FIRST)}


# It runs before pytest-xdist looks for the mark. Later the mark would have no effect, and each worker would build all.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share a build or a server in one worker, because these take longer than the tests."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: _PLACES.get(_group(item), len(_PLACES)))


def _group(item: pytest.Item) -> str:
    folder = item.path.parent
    name = item.path.name if folder == Path(__file__).parent else folder.name
    return "books" if name in _READERS else name


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty landing zone and a DuckDB file that does not exist yet."""
    (tmp_path / "landing").mkdir()
    return Workspace(tmp_path)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL server that all tests share. Each test creates its own database."""
    with PostgresServer() as server:
        yield server
