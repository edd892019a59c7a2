"""PostgreSQL: many readers, and one writer at a time, which an advisory lock enforces."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tokenbooks.errors import UserError
from tokenbooks.settings import PostgresSettings
from tokenbooks.warehouse.base import Database, Row
from tokenbooks.warehouse.lock import SERVER_OPTIONS, keep_postgres, last_line

if TYPE_CHECKING:
    import pandas as pd
    import psycopg2.extensions


class Postgres(Database):
    """A PostgreSQL database. A writer locks out other writers."""

    load_workers = 4

    def __init__(self, settings: PostgresSettings, *, is_writing: bool) -> None:
        """Connect.

        Raises:
            UserError: the server cannot be reached, or another process is writing.
        """
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
                application_name=f"tokenbooks {'load' if is_writing else 'reader'}, process {os.getpid()}",
            )
        except psycopg2.OperationalError as error:
            raise UserError(
                f"cannot reach PostgreSQL {place} as {settings.user}: {last_line(error)};"
                " start the server or correct the TOKENBOOKS_PG_ variables"
            ) from error
        self._connection.autocommit = True
        if is_writing:
            try:
                keep_postgres(self._connection, place)
            except UserError:
                self._connection.close()
                raise

    def destination(self) -> Any:
        """dlt's destination over this connection."""
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

    def create_index(self, table: str, *columns: str) -> None:
        """Index a table, if it is not indexed yet."""
        name = "_".join((table.rpartition(".")[2], *columns))
        self.execute(f"create index if not exists {name} on {table} ({', '.join(columns)})")

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)
            return list(cursor.fetchall())

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query as a data frame."""
        import pandas as pd

        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)
            columns = [column.name for column in cursor.description or ()]
            return pd.DataFrame(cursor.fetchall(), columns=columns)

    def json_text(self, column: str, *path: str) -> str:
        """SQL for the text inside a JSON column."""
        return f"({column}::jsonb #>> '{{{','.join(path)}}}')"

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
