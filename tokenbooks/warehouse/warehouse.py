"""The warehouse as the loader sees it: one writer at a time, the ledger, and what an interrupted load left behind."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tokenbooks.errors import UserError
from tokenbooks.loading import paths
from tokenbooks.settings import PostgresSettings, Settings, SparkSettings
from tokenbooks.warehouse.lock import (
    SERVER_OPTIONS,
    WITHOUT_CACHING_OPERATORS,
    keep_postgres,
    last_line,
    open_duckdb,
)

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import psycopg2.extensions

Row = tuple[Any, ...]
SCHEMA = "raw"


class Reader(AbstractContextManager["Reader"], ABC):
    """A connection that answers queries."""

    @abstractmethod
    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table or view of that name, such as `marts.fct_invoices`."""
        schema, table = name.split(".")
        found = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
        return bool(self.rows(found, [schema, table]))

    @abstractmethod
    def close(self) -> None:
        """Let the next one in."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, whatever happened."""
        self.close()


class Warehouse(Reader):
    """A connection to the warehouse that nobody else loads into meanwhile.

    Statements are written for all engines, with `?` for parameters.
    """

    #: How many files of one table are loaded at once.
    load_workers: int
    #: How the Parquet files that are loaded are compressed; they are read once.
    compression = "lz4"

    @abstractmethod
    def destination(self) -> Any:
        """The dlt destination that writes to this warehouse."""

    @abstractmethod
    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement."""

    @abstractmethod
    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query as a data frame of Python objects."""

    @abstractmethod
    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text of a value inside a JSON column; NULL where it is not there."""

    def create_indexes(self, tables: Sequence[str]) -> None:
        """Let a build find what is new, and a record by its number, without reading a table of records whole.

        Engines that keep the range of values of every block, or a folder a day, have that already.
        """

    def create_journal(self) -> None:
        """Create the table of load packages that were begun and are not known to be complete."""
        self.execute(f"create schema if not exists {SCHEMA}")
        self.execute(f"create table if not exists {SCHEMA}.unfinished_loads (loaded_at timestamp not null)")

    def begin_package(self, loaded_at: datetime) -> None:
        """Note that records with this `loaded_at` may exist without a ledger row from now on."""
        self.execute(f"insert into {SCHEMA}.unfinished_loads values (?)", [loaded_at])

    def finish_package(self, loaded_at: datetime) -> None:
        """Note that the ledger accounts for all records with this `loaded_at`."""
        self.execute(f"delete from {SCHEMA}.unfinished_loads where loaded_at = ?", [loaded_at])

    def remove_leftovers(self, tables: Sequence[str]) -> None:
        """Delete the records of an interrupted load that the ledger does not know."""
        if not self.rows(f"select loaded_at from {SCHEMA}.unfinished_loads"):
            return
        for table in tables:
            self.execute(
                f"delete from {SCHEMA}.{table} where loaded_at in (select loaded_at from {SCHEMA}.unfinished_loads)"
                f" and delivery_id not in (select delivery_id from {SCHEMA}.deliveries)"
            )
        self.execute(f"delete from {SCHEMA}.unfinished_loads")

    def remove_deliveries(self, tables: Sequence[str], delivery_ids: Sequence[str]) -> None:
        """Delete the records of deliveries that turned out to be unusable after part of them was written."""
        for delivery_id in delivery_ids:
            for table in tables:
                self.execute(f"delete from {SCHEMA}.{table} where delivery_id = ?", [delivery_id])

    def forget_unreadable(self, sources: Sequence[str]) -> None:
        """Delete what is noted about unreadable files of the sources: they are about to be tried again."""
        for source in sources:
            self.execute(
                f"delete from {SCHEMA}.rejected_records where reason = 'unreadable_file' and source = ?", [source]
            )

    def known_deliveries(self) -> set[str]:
        """The ids in the ledger, and those that its bills would have today.

        Bills loaded by version 0.1 have an id without the time of their delivery; they are not to be loaded again.
        """
        ledger = self.rows(
            f"select delivery_id, source, billing_account_id, sha256, delivered_at from {SCHEMA}.deliveries"
        )
        return {row[0] for row in ledger} | {paths.delivery_id(*row[1:]) for row in ledger}

    def last_loaded_at(self) -> datetime | None:
        """The newest `loaded_at` in the ledger."""
        newest: datetime | None = self.rows(f"select max(loaded_at) from {SCHEMA}.deliveries")[0][0]
        return newest


def open_warehouse(settings: Settings, *, is_loading: bool = True) -> Warehouse:
    """Connect to the warehouse that the settings choose.

    Args:
        settings: say which.
        is_loading: whether to keep other loads out; on DuckDB nobody else may have the file open in any case.

    Raises:
        UserError: it cannot be reached or somebody else is writing to it.
    """
    if settings.target == "postgres":
        return _PostgresWarehouse(settings.postgres, is_loading)
    if settings.target == "spark":
        from tokenbooks.loading.lake import LakeWarehouse

        return LakeWarehouse(settings.spark.raw, is_loading=is_loading)
    return _DuckDbWarehouse(settings)


def open_marts(settings: Settings) -> Reader:
    """Connect to what dbt has built, to read it.

    Raises:
        UserError: it cannot be reached.
    """
    if settings.target == "spark":
        return _SparkReader(settings.spark)
    return open_warehouse(settings, is_loading=False)


class _SparkReader(Reader):
    def __init__(self, settings: SparkSettings) -> None:
        try:
            from pyhive import hive
            from thrift.transport.TTransport import TTransportException
        except ImportError as error:
            raise UserError("PyHive is not installed; install the extra `spark`") from error

        place = f"Spark on {settings.host}:{settings.port}"
        try:
            self._connection = hive.connect(
                host=settings.host,
                port=settings.port,
                username=settings.user,
                configuration={"set:hiveconf:spark.sql.session.timeZone": "UTC"},
            )
        except (TTransportException, OSError) as error:
            raise UserError(f"cannot reach {place} as {settings.user}: {last_line(error)}") from error

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            cursor.close()

    def has_table(self, name: str) -> bool:
        schema, table = name.split(".")
        # A schema that does not exist has no list of tables, but an error.
        return bool(self.rows(f"show schemas like '{schema}'")) and bool(
            self.rows(f"show tables in {schema} like '{table}'")
        )

    def close(self) -> None:
        self._connection.close()


class _DuckDbWarehouse(Warehouse):
    load_workers = 1  # one insert uses all cores already

    def __init__(self, settings: Settings) -> None:
        self._connection: duckdb.DuckDBPyConnection = open_duckdb(settings.duckdb_path)
        # By default DuckDB tries every compression on every segment, which takes five times as long.
        self._connection.execute("set force_compression = 'zstd'")
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute(WITHOUT_CACHING_OPERATORS)

    def destination(self) -> Any:
        import dlt

        return dlt.destinations.duckdb(self._connection)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        self._connection.execute(sql, list(parameters))

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(sql, list(parameters)).fetchall()

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        return self._connection.execute(sql, list(parameters)).df()

    def json_text(self, column: str, *path: str) -> str:
        return f"json_extract_string({column}, '$.{'.'.join(path)}')"

    def close(self) -> None:
        self._connection.close()


class _PostgresWarehouse(Warehouse):
    load_workers = 4

    def __init__(self, settings: PostgresSettings, is_loading: bool) -> None:
        import psycopg2

        self._settings = settings
        place = f"database {settings.database} on {settings.host}:{settings.port}"
        try:
            self._connection: psycopg2.extensions.connection = psycopg2.connect(
                host=settings.host,
                port=settings.port,
                user=settings.user,
                password=settings.password,
                dbname=settings.database,
                connect_timeout=10,
                options=f"-ctimezone=UTC {SERVER_OPTIONS}",
                application_name=f"tokenbooks {'load' if is_loading else 'reader'}, process {os.getpid()}",
            )
        except psycopg2.OperationalError as error:
            raise UserError(f"cannot reach PostgreSQL {place} as {settings.user}: {last_line(error)}") from error
        self._connection.autocommit = True
        if is_loading:
            try:
                keep_postgres(self._connection, place)
            except UserError:
                self._connection.close()
                raise

    def destination(self) -> Any:
        import dlt
        from dlt.sources.credentials import ConnectionStringCredentials

        return dlt.destinations.postgres(
            ConnectionStringCredentials(
                {
                    "drivername": "postgresql",
                    "host": self._settings.host,
                    "port": self._settings.port,
                    "username": self._settings.user,
                    "password": self._settings.password,
                    "database": self._settings.database,
                    "query": {"application_name": "tokenbooks load", "options": SERVER_OPTIONS},
                }
            ).to_native_representation(),
            create_indexes=False,
        )

    def create_indexes(self, tables: Sequence[str]) -> None:
        for table in tables:
            for columns in (("loaded_at",), ("delivery_id", "record_number")):
                name = "_".join((table, *columns))
                self.execute(f"create index if not exists {name} on {SCHEMA}.{table} ({', '.join(columns)})")

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)
            return list(cursor.fetchall())

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        import pandas as pd

        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)
            columns = [column.name for column in cursor.description or ()]
            return pd.DataFrame(cursor.fetchall(), columns=columns)

    def json_text(self, column: str, *path: str) -> str:
        return f"({column}::jsonb #>> '{{{','.join(path)}}}')"

    def close(self) -> None:
        self._connection.close()
