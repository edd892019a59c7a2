"""Reads the marts of the warehouse in one consistent state and streams them into DuckDB."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import duckdb

from tokenbooks.errors import UserError
from tokenbooks.publishing.builds import JOURNAL, BuildEntry, completed_build
from tokenbooks.publishing.manifest import Build
from tokenbooks.settings import PostgresSettings, Settings

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection

SCHEMA = "marts"
NULL_PARTITION = "null"

_ENTRIES = f"select * from {JOURNAL} order by entry desc limit 2"
_LOADED_UNTIL = "select max(loaded_at) from raw.deliveries"


@dataclass(frozen=True)
class Partition:
    """The rows of a mart with one value in its partition column.

    Attributes:
        value: the value of the partition column.
        rows: number of rows.
        fingerprint: a hash that differs from that of another build if the rows differ.
    """

    value: date | None
    rows: int
    fingerprint: str

    @property
    def name(self) -> str:
        """The value as text."""
        return NULL_PARTITION if self.value is None else self.value.isoformat()


class WarehouseMarts(AbstractContextManager["WarehouseMarts"], ABC):
    """The marts of one build. Later changes of the warehouse do not affect what is read."""

    @abstractmethod
    def build(self) -> Build:
        """The build that all marts come from.

        Raises:
            UserError: the marts do not come from one completed build.
        """

    @abstractmethod
    def names(self) -> set[str]:
        """The names of the tables and views of schema `marts`."""

    @abstractmethod
    def columns(self, mart: str) -> dict[str, str]:
        """DuckDB types by column name, in order."""

    @abstractmethod
    def partitions(self, mart: str, column: str) -> list[Partition]:
        """The partitions of a mart by a date column, with a fingerprint over all rows of each.

        The implementations read every row, so the fingerprints do not depend on how the models work.
        """

    @abstractmethod
    def reading(self, mart: str, condition: str = "true") -> AbstractContextManager[str]:
        """A relation of the publishing connection with the rows of a mart. It can be read once.

        Args:
            mart: name of the mart.
            condition: SQL condition that both engines understand.
        """

    @abstractmethod
    def close(self) -> None:
        """Close the connection to the warehouse."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, also after an error."""
        self.close()


def open_marts(settings: Settings, connection: duckdb.DuckDBPyConnection) -> WarehouseMarts:
    """Open the warehouse for reading.

    Args:
        settings: the target and how to reach it.
        connection: a connection to DuckDB that will read the marts.

    Raises:
        UserError: the warehouse cannot be read, or its marts cannot be published from there.
    """
    if settings.target == "spark":
        raise UserError(
            "nothing can be published from Spark; let BI read the cluster's schema `marts`, see docs/spark.md"
        )
    if settings.target == "postgres":
        return _PostgresMarts(settings.postgres, connection)
    return _DuckDbMarts(settings.duckdb_path, connection)


def is_one_of(column: str, partitions: Sequence[Partition]) -> str:
    """The condition that a row is in one of the partitions."""
    values = ", ".join(f"date '{partition.name}'" for partition in partitions if partition.value is not None)
    conditions = [f"{quoted(column)} in ({values})"] if values else []
    if any(partition.value is None for partition in partitions):
        conditions.append(f"{quoted(column)} is null")
    return " or ".join(conditions) or "false"


def quoted(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


class _DuckDbMarts(WarehouseMarts):
    """The marts of a DuckDB file. It is attached read-only, so no process can write to it meanwhile."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        if not path.exists():
            raise UserError(f"nothing to publish: {path} does not exist; load and build first")
        # Views qualify their tables with the catalog, which dbt names after the file.
        self._catalog = path.stem
        try:
            connection.execute(f"attach {_literal(str(path))} as {quoted(self._catalog)} (read_only)")
        except duckdb.Error as error:
            raise UserError(_attach_problem(path, error)) from error
        self._version = f"duckdb {duckdb.__version__}"

    def build(self) -> Build:
        if not self._has_table(*JOURNAL.split(".")):
            return completed_build([], None)
        entries = [BuildEntry(*row) for row in self._connection.execute(self._in_catalog(_ENTRIES)).fetchall()]
        [(loaded_until,)] = self._connection.execute(self._in_catalog(_LOADED_UNTIL)).fetchall()
        return completed_build(entries, loaded_until)

    def names(self) -> set[str]:
        found = self._connection.execute(
            "select table_name from information_schema.tables where table_catalog = ? and table_schema = ?",
            [self._catalog, SCHEMA],
        )
        return {row[0] for row in found.fetchall()}

    def columns(self, mart: str) -> dict[str, str]:
        found = self._connection.execute(f"describe {self._table(mart)}").fetchall()
        return {name: kind for name, kind, *_ in found}

    def partitions(self, mart: str, column: str) -> list[Partition]:
        row_hash = f"hash({', '.join(quoted(name) for name in self.columns(mart))})"
        found = self._connection.execute(
            f"select {quoted(column)}, count(*), sum({row_hash}), sum(hash({row_hash}))"
            f" from {self._table(mart)} group by 1 order by 1"
        )
        return [
            Partition(value, rows, f"{self._version}: {rows} {first} {second}")
            for value, rows, first, second in found.fetchall()
        ]

    @contextmanager
    def reading(self, mart: str, condition: str = "true") -> Iterator[str]:
        yield f"(select * from {self._table(mart)} where {condition})"

    def close(self) -> None:
        self._connection.execute(f"detach {quoted(self._catalog)}")

    def _table(self, mart: str) -> str:
        return f"{quoted(self._catalog)}.{SCHEMA}.{quoted(mart)}"

    def _in_catalog(self, sql: str) -> str:
        return re.sub(r"\bfrom (?=operations\.|raw\.)", f"from {quoted(self._catalog)}.", sql)

    def _has_table(self, schema: str, table: str) -> bool:
        found = self._connection.execute(
            "select 1 from information_schema.tables where table_catalog = ? and table_schema = ? and table_name = ?",
            [self._catalog, schema, table],
        )
        return bool(found.fetchall())


class _PostgresMarts(WarehouseMarts):
    """The marts of a PostgreSQL database, read in one transaction.

    The snapshot of a transaction does not protect against tables being replaced: a table that is created later reads as
    empty. So the tables of the marts are locked first, in a mode that blocks only their replacement. Publishing does
    not wait for a running build, because the build might wait for the publication.
    """

    def __init__(self, settings: PostgresSettings, connection: duckdb.DuckDBPyConnection) -> None:
        from adbc_driver_postgresql import dbapi

        self._connection = connection
        place = f"database {settings.database} on {settings.host}:{settings.port}"
        values = {
            "host": settings.host,
            "port": str(settings.port),
            "user": settings.user,
            "password": settings.password,
            "dbname": settings.database,
            "connect_timeout": "10",
            "application_name": "tokenbooks publish",
            "options": "-c timezone=UTC -c datestyle=ISO",
        }
        try:
            self._server: Connection = dbapi.connect(
                " ".join(f"{name}={_conninfo_value(value)}" for name, value in values.items()), autocommit=True
            )
        except dbapi.Error as error:
            raise UserError(
                f"cannot reach PostgreSQL {place} as {settings.user}: {_last_line(error)};"
                " start the server or correct the TOKENBOOKS_PG_ variables"
            ) from error
        try:
            self._begin()
        except dbapi.Error as error:
            self._server.close()
            raise UserError(
                f"the marts in PostgreSQL {place} are being built; publish after the build ({_last_line(error)})"
            ) from error

    def _begin(self) -> None:
        names = self.names()
        # The locks come before any query, because the first query takes the snapshot.
        self._run("begin transaction isolation level repeatable read, read only")
        if names:
            tables = ", ".join(f"{SCHEMA}.{quoted(name)}" for name in sorted(names))
            self._run(f"lock table {tables} in access share mode nowait")
        [(major,)] = self._rows("select current_setting('server_version_num')::integer / 10000")
        self._version = f"postgres {major}"

    def build(self) -> Build:
        schema, table = JOURNAL.split(".")
        if not self._rows(
            f"select 1 from information_schema.tables where table_schema = '{schema}' and table_name = '{table}'"
        ):
            return completed_build([], None)
        entries = [BuildEntry(*row) for row in self._rows(_ENTRIES)]
        [(loaded_until,)] = self._rows(_LOADED_UNTIL)
        return completed_build(entries, loaded_until)

    def names(self) -> set[str]:
        found = self._rows(f"select table_name from information_schema.tables where table_schema = '{SCHEMA}'")
        return {row[0] for row in found}

    def columns(self, mart: str) -> dict[str, str]:
        found = self._rows(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            f" where attrelid = {_literal(f'{SCHEMA}.{quoted(mart)}')}::regclass and attnum > 0 and not attisdropped"
            " order by attnum"
        )
        return {name: _duckdb_type(f"{SCHEMA}.{mart}.{name}", kind) for name, kind in found}

    def partitions(self, mart: str, column: str) -> list[Partition]:
        found = self._rows(
            f"select {quoted(column)}, count(*), sum(hashtextextended(mart::text, 0))::text,"
            f" sum(hashtextextended(mart::text, 1))::text from {SCHEMA}.{quoted(mart)} as mart group by 1 order by 1"
        )
        return [
            Partition(value, rows, f"{self._version}: {rows} {first} {second}") for value, rows, first, second in found
        ]

    @contextmanager
    def reading(self, mart: str, condition: str = "true") -> Iterator[str]:
        columns = self.columns(mart)
        names = ", ".join(quoted(name) for name in columns)
        with self._server.cursor() as cursor:
            cursor.execute(f"select {names} from {SCHEMA}.{quoted(mart)} where {condition}")
            # The driver returns numerics as text, with all their digits.
            typed = ", ".join(f"cast({quoted(name)} as {kind}) as {quoted(name)}" for name, kind in columns.items())
            self._connection.register("streamed_mart", cursor.fetch_record_batch())
            try:
                yield f"(select {typed} from streamed_mart)"
            finally:
                self._connection.unregister("streamed_mart")

    def close(self) -> None:
        self._server.close()

    def _run(self, sql: str) -> None:
        with self._server.cursor() as cursor:
            cursor.execute(sql)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self._server.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())


_DUCKDB_TYPES = {
    "text": "VARCHAR",
    "character varying": "VARCHAR",
    "boolean": "BOOLEAN",
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "date": "DATE",
    "timestamp without time zone": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP WITH TIME ZONE",
}


def _duckdb_type(column: str, kind: str) -> str:
    """The DuckDB type of a PostgreSQL type.

    Raises:
        UserError: the type is inexact, or a number without bounds.
    """
    numeric = re.fullmatch(r"numeric\((\d+),(\d+)\)", kind)
    if numeric:
        return f"DECIMAL({numeric[1]},{numeric[2]})"
    name = re.sub(r"\(\d+\)", "", kind)
    if name not in _DUCKDB_TYPES:
        raise UserError(f"cannot publish {column}: its type is {kind}; cast it to a type that mart contracts use")
    return _DUCKDB_TYPES[name]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _conninfo_value(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _attach_problem(path: Path, error: Exception) -> str:
    holder = re.search(r"held in (?P<program>.*?) \(PID (?P<pid>\d+)\)", str(error))
    if holder:
        return f"{path} is in use by {holder['program']} (process {holder['pid']}); publish when that has finished"
    if "lock" in str(error).lower():
        return f"{path} is in use by another process; publish when that has finished"
    return f"cannot read {path}: {_last_line(error)}; fix that and publish again"


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
