"""The one place that chooses an engine by the settings."""

from __future__ import annotations

from tokenbooks.errors import UserError
from tokenbooks.settings import Settings
from tokenbooks.warehouse.base import Database, Reader
from tokenbooks.warehouse.duckdb import DuckDb
from tokenbooks.warehouse.postgres import Postgres
from tokenbooks.warehouse.spark import Spark


def open_database(settings: Settings, *, is_writing: bool) -> Database:
    """Connect to the database that the settings choose.

    Args:
        settings: say which.
        is_writing: whether to keep other writers out; nobody else may have a DuckDB file open in any case.

    Raises:
        UserError: it cannot be reached, somebody else is writing to it, or the target is not a database.
    """
    if settings.target == "postgres":
        return Postgres(settings.postgres, is_writing=is_writing)
    if settings.target == "duckdb":
        return DuckDb(settings.duckdb_path)
    raise UserError(f"{settings.target} is not a database; its raw tables are files")


def open_marts(settings: Settings) -> Reader:
    """Connect to what dbt has built, to read it.

    Raises:
        UserError: it cannot be reached.
    """
    return Spark(settings.spark) if settings.target == "spark" else open_database(settings, is_writing=False)
