"""Chooses the engine by the settings."""

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
        settings: the target and how to reach it.
        is_writing: whether to lock out other writers. DuckDB always locks its file.

    Raises:
        UserError: the database cannot be reached, another process is writing to it, or the target is not a database.
    """
    if settings.target == "postgres":
        return Postgres(settings.postgres, is_writing=is_writing)
    if settings.target == "duckdb":
        return DuckDb(settings.duckdb_path)
    raise UserError(f"the raw tables of {settings.target} are files; set TOKENBOOKS_TARGET to duckdb or postgres")


def open_marts(settings: Settings) -> Reader:
    """Connect to the warehouse to read what dbt has built.

    Raises:
        UserError: the warehouse cannot be reached.
    """
    return Spark(settings.spark) if settings.target == "spark" else open_database(settings, is_writing=False)
