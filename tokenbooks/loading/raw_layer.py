"""The raw layer as the loader uses it: one writer at a time, a ledger, and a journal of unfinished packages."""

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
    """The raw tables, locked for one load.

    Queries are written for all engines, with `?` for parameters.
    """

    #: How many files of one table are loaded in parallel.
    load_workers: int
    #: Compression of the Parquet files that are loaded.
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
        """SQL for the text of a value inside a JSON column; NULL if the column lacks it."""

    @abstractmethod
    def create_indexes(self, tables: Sequence[str]) -> None:
        """Index the tables, so that a build finds new rows, or one record, without a scan of the whole table."""

    @abstractmethod
    def create_journal(self) -> None:
        """Create the journal of load packages that were started and are not recorded as complete."""

    @abstractmethod
    def begin_package(self, loaded_at: datetime) -> None:
        """Record that rows with this `loaded_at` may exist without a ledger row from now on."""

    @abstractmethod
    def finish_package(self, loaded_at: datetime) -> None:
        """Record that the ledger accounts for all rows with this `loaded_at`."""

    @abstractmethod
    def remove_leftovers(self, tables: Sequence[str]) -> None:
        """Delete the records of an interrupted load that are not in the ledger."""

    @abstractmethod
    def remove_deliveries(self, tables: Sequence[str], delivery_ids: Sequence[str]) -> None:
        """Delete the records of deliveries that proved unusable after a part of them was written."""

    @abstractmethod
    def forget_retried(self, sources: Sequence[str]) -> None:
        """Delete the entries about unreadable and waiting files of the sources: the load tries these files again."""

    @abstractmethod
    def known_deliveries(self) -> set[str]:
        """The ids in the ledger, and the ids that its bills would have today.

        Version 0.1 gave bills an id without their delivery time. Those bills must not be loaded again.
        """

    @abstractmethod
    def last_loaded_at(self) -> datetime | None:
        """The newest `loaded_at` in the ledger."""

    @abstractmethod
    def close(self) -> None:
        """Release the raw tables for the next writer."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, also after an error."""
        self.close()
