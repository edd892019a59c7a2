"""Hand-made books in a DuckDB file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pytest

Books = Callable[[Iterable[str]], Path]


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Books:
    """Creates a warehouse from SQL statements and makes the commands read it."""

    def make(statements: Iterable[str]) -> Path:
        path = tmp_path / "books.duckdb"
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        monkeypatch.setenv("TOKENBOOKS_TARGET", "duckdb")
        monkeypatch.setenv("TOKENBOOKS_DUCKDB", str(path))
        return path

    return make
