"""Spark: a Thrift server answers queries on the marts. Raw tables are files, which the loader writes without it."""

from __future__ import annotations

from collections.abc import Sequence

from tokenbooks.errors import UserError
from tokenbooks.settings import SparkSettings
from tokenbooks.warehouse.base import Reader, Row
from tokenbooks.warehouse.lock import last_line


class Spark(Reader):
    """A Spark cluster that is reached through its Thrift server."""

    def __init__(self, settings: SparkSettings) -> None:
        """Connect.

        Raises:
            UserError: PyHive is not installed, or the server cannot be reached.
        """
        try:
            from pyhive import hive
            from thrift.transport.TTransport import TTransportException
        except ImportError as error:
            raise UserError("PyHive is not installed; install Tokenbooks with the extra `spark`") from error

        place = f"Spark on {settings.host}:{settings.port}"
        try:
            self._connection = hive.connect(
                host=settings.host,
                port=settings.port,
                username=settings.user,
                configuration={"set:hiveconf:spark.sql.session.timeZone": "UTC"},
            )
        except (TTransportException, OSError) as error:
            raise UserError(
                f"cannot reach {place} as {settings.user}: {last_line(error)};"
                " start the Thrift server or correct the TOKENBOOKS_SPARK_ variables"
            ) from error

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql.replace("?", "%s"), list(parameters) or None)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            cursor.close()

    def has_table(self, name: str) -> bool:
        """Whether a table or view of that name exists."""
        schema, table = name.split(".")
        # Listing the tables of a schema that does not exist is an error.
        return bool(self.rows(f"show schemas like '{schema}'")) and bool(
            self.rows(f"show tables in {schema} like '{table}'")
        )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
