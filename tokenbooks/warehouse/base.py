"""Connections to a warehouse: `Reader` answers queries on what dbt built, `Database` also runs statements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]


class Reader(AbstractContextManager["Reader"], ABC):
    """A connection that answers queries."""

    @abstractmethod
    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""

    def has_table(self, name: str) -> bool:
        """Whether a table or view of that name exists, such as `marts.fct_invoices`."""
        schema, table = name.split(".")
        found = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
        return bool(self.rows(found, [schema, table]))

    @abstractmethod
    def close(self) -> None:
        """Close the connection, so that another process can connect."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, also after an error."""
        self.close()


class Database(Reader):
    """A connection to a database. Statements are written for all engines, with `?` for parameters."""

    #: How many files of one table dlt loads in parallel.
    load_workers: int

    @abstractmethod
    def destination(self) -> Any:
        """The dlt destination that writes to this database."""

    @abstractmethod
    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement."""

    @abstractmethod
    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query as a data frame of Python objects."""

    @abstractmethod
    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text of a value inside a JSON column; NULL if the column lacks it."""

    def create_index(self, table: str, *columns: str) -> None:
        """Index a table, if it is not indexed yet. An engine that keeps the range of each block needs no index."""
