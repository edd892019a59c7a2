"""The raw layer as the loader sees it: one writer at a time, a ledger, and what an interrupted load left behind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tokenbooks.warehouse.base import Row

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "raw"


class RawLayer(AbstractContextManager["RawLayer"], ABC):
    """The raw tables, which nobody else loads into meanwhile.

    Queries are written for all engines, with `?` for parameters.
    """

    #: How many files of one table are loaded at once.
    load_workers: int
    #: How the Parquet files that are loaded are compressed.
    compression: str

    @abstractmethod
    def destination(self) -> Any:
        """The dlt destination that writes to the raw tables."""

    @abstractmethod
    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""

    @abstractmethod
    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query as a data frame of Python objects."""

    @abstractmethod
    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text of a value inside a JSON column; NULL where it is not there."""

    @abstractmethod
    def create_indexes(self, tables: Sequence[str]) -> None:
        """Let a build find what is new, and a record by its number, without reading a table of records whole."""

    @abstractmethod
    def create_journal(self) -> None:
        """Create the journal of load packages that were begun and are not known to be complete."""

    @abstractmethod
    def begin_package(self, loaded_at: datetime) -> None:
        """Note that records with this `loaded_at` may exist without a row in the ledger from now on."""

    @abstractmethod
    def finish_package(self, loaded_at: datetime) -> None:
        """Note that the ledger accounts for all records with this `loaded_at`."""

    @abstractmethod
    def remove_leftovers(self, tables: Sequence[str]) -> None:
        """Delete the records of an interrupted load that the ledger does not know."""

    @abstractmethod
    def remove_deliveries(self, tables: Sequence[str], delivery_ids: Sequence[str]) -> None:
        """Delete the records of deliveries that turned out to be unusable after part of them was written."""

    @abstractmethod
    def forget_unreadable(self, sources: Sequence[str]) -> None:
        """Delete what is noted about unreadable files of the sources: they are about to be tried again."""

    @abstractmethod
    def known_deliveries(self) -> set[str]:
        """The ids in the ledger, and those that its bills would have today.

        Bills loaded by version 0.1 have an id without the time of their delivery; they are not to be loaded again.
        """

    @abstractmethod
    def last_loaded_at(self) -> datetime | None:
        """The newest `loaded_at` in the ledger."""

    @abstractmethod
    def close(self) -> None:
        """Let the next writer in."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, whatever happened."""
        self.close()
