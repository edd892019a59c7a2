"""DuckDB: a file that only one process at a time can open for writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenbooks.warehouse.base import Database, Row
from tokenbooks.warehouse.lock import WITHOUT_CACHING_OPERATORS, open_duckdb

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


class DuckDb(Database):
    """A DuckDB file."""

    load_workers = 1  # one insert uses all cores already

    def __init__(self, path: Path) -> None:
        """Open the file for this process alone.

        Raises:
            UserError: the file cannot be opened, or another process has it open.
        """
        self._connection: duckdb.DuckDBPyConnection = open_duckdb(path)
        # By default DuckDB tries every compression on every segment, which takes five times as long.
        self._connection.execute("set force_compression = 'zstd'")
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute(WITHOUT_CACHING_OPERATORS)

    def destination(self) -> Any:
        """dlt's destination over this connection."""
        import dlt

        return dlt.destinations.duckdb(self._connection)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement."""
        self._connection.execute(sql, list(parameters))

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""
        return self._connection.execute(sql, list(parameters)).fetchall()

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query as a data frame."""
        return self._connection.execute(sql, list(parameters)).df()

    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text inside a JSON column."""
        return f"json_extract_string({column}, '$.{'.'.join(path)}')"

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
