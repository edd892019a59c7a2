"""The raw layer of DuckDB and PostgreSQL: one schema that holds the raw tables, the ledger and the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tokenbooks.loading import paths
from tokenbooks.loading.raw_layer import SCHEMA, RawLayer
from tokenbooks.loading.records import RETRIED
from tokenbooks.warehouse.base import Database, Row

if TYPE_CHECKING:
    import pandas as pd


class RawDatabase(RawLayer):
    """The raw tables of a database."""

    compression = "lz4"  # the files are read once

    def __init__(self, database: Database) -> None:
        """Take over the connection."""
        self._database = database
        self.load_workers = database.load_workers

    def destination(self) -> Any:
        """The dlt destination of the database."""
        return self._database.destination()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""
        return self._database.rows(sql, parameters)

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query as a data frame."""
        return self._database.frame(sql, parameters)

    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text of a value inside a JSON column."""
        return self._database.json_text(column, *path)

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def create_indexes(self, tables: Sequence[str]) -> None:
        """Index each table by load time and by record."""
        for table in tables:
            self._database.create_index(f"{SCHEMA}.{table}", "loaded_at")
            self._database.create_index(f"{SCHEMA}.{table}", "delivery_id", "record_number")

    def create_journal(self) -> None:
        """Create the table of load packages that were started and are not recorded as complete."""
        self._database.execute(f"create schema if not exists {SCHEMA}")
        self._database.execute(f"create table if not exists {SCHEMA}.unfinished_loads (loaded_at timestamp not null)")

    def begin_package(self, loaded_at: datetime) -> None:
        """Record that rows with this `loaded_at` may exist without a ledger row from now on."""
        self._database.execute(f"insert into {SCHEMA}.unfinished_loads values (?)", [loaded_at])

    def finish_package(self, loaded_at: datetime) -> None:
        """Record that the ledger accounts for all rows with this `loaded_at`."""
        self._database.execute(f"delete from {SCHEMA}.unfinished_loads where loaded_at = ?", [loaded_at])

    def remove_leftovers(self, tables: Sequence[str]) -> None:
        """Delete the records of an interrupted load that are not in the ledger."""
        if not self._database.rows(f"select loaded_at from {SCHEMA}.unfinished_loads"):
            return
        for table in tables:
            self._database.execute(
                f"delete from {SCHEMA}.{table} where loaded_at in (select loaded_at from {SCHEMA}.unfinished_loads)"
                f" and delivery_id not in (select delivery_id from {SCHEMA}.deliveries)"
            )
        self._database.execute(f"delete from {SCHEMA}.unfinished_loads")

    def remove_deliveries(self, tables: Sequence[str], delivery_ids: Sequence[str]) -> None:
        """Delete the records of deliveries that proved unusable after a part of them was written."""
        for delivery_id in delivery_ids:
            for table in tables:
                self._database.execute(f"delete from {SCHEMA}.{table} where delivery_id = ?", [delivery_id])

    def forget_retried(self, sources: Sequence[str]) -> None:
        """Delete the entries about unreadable and waiting files of the sources: the load tries these files again."""
        for source in sources:
            for reason in RETRIED:
                self._database.execute(
                    f"delete from {SCHEMA}.rejected_records where reason = ? and source = ?", [reason, source]
                )

    def known_deliveries(self) -> set[str]:
        """The ids in the ledger, and the ids that its bills would have today.

        Version 0.1 gave bills an id without their delivery time. Those bills must not be loaded again.
        """
        ledger = self._database.rows(
            f"select delivery_id, source, billing_account_id, sha256, delivered_at from {SCHEMA}.deliveries"
        )
        return {row[0] for row in ledger} | {paths.delivery_id(*row[1:]) for row in ledger}

    def last_loaded_at(self) -> datetime | None:
        """The newest `loaded_at` in the ledger."""
        newest: datetime | None = self._database.rows(f"select max(loaded_at) from {SCHEMA}.deliveries")[0][0]
        return newest
