"""A dbt plugin: `dbt build` and similar commands lock out other writers, or name in one line who holds the lock.

dbt imports every module whose name begins with `dbt_`. It runs `initialize` after it has read the profile and before it
does anything else. The lock ends with the process that runs dbt. A hook of the project cannot do this: dbt closes its
connection after the hooks, and on DuckDB it fails before it runs them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import click
from dbt.flags import get_flags
from dbt.plugins.manager import dbtPlugin
from dbt_common.invocation import get_invocation_id

_PROJECT = "tokenbooks"
_WRITING = {"build", "clone", "retry", "run", "run-operation", "seed", "snapshot"}
_READING = {"compile", "freshness", "generate", "show", "test"}


class OneWriter(dbtPlugin):  # type: ignore[misc]
    """Locks the warehouse of a dbt command until the process ends or the next command starts in it."""

    _kept: ClassVar[Any] = None

    def initialize(self) -> None:
        """Lock out other writers.

        Raises:
            UserError: another process is writing to the warehouse.
        """
        release()
        context = click.get_current_context(silent=True)
        # Other programs, such as sqlfluff, use dbt without its command line, so there is no profile.
        profile = context.obj.get("profile") if context and isinstance(context.obj, dict) else None
        command = str(getattr(get_flags(), "WHICH", ""))
        if self.project_name != _PROJECT or profile is None or command not in _WRITING | _READING:
            return
        if profile.credentials.type == "duckdb":
            _check_duckdb(str(profile.credentials.path))
        elif profile.credentials.type == "postgres" and command in _WRITING:
            OneWriter._kept = _keep_postgres(profile.credentials, command)


def release() -> None:
    """Release the lock for the next writer."""
    if OneWriter._kept is not None:
        OneWriter._kept.close()
        OneWriter._kept = None


def _check_duckdb(path: str) -> None:
    """Open the file before dbt does, only for the message: dbt's own message has several stack traces."""
    from tokenbooks.warehouse.lock import open_duckdb

    if path != ":memory:" and "://" not in path and not path.startswith("md:"):
        open_duckdb(Path(path)).close()


def _keep_postgres(credentials: Any, command: str) -> Any:
    from dbt.adapters.contracts.connection import Connection, ConnectionState
    from dbt.adapters.postgres.connections import PostgresConnectionManager

    from tokenbooks.errors import UserError
    from tokenbooks.warehouse.lock import SERVER_OPTIONS, keep_postgres

    # Every later connection of this process reads this variable.
    if SERVER_OPTIONS not in os.environ.get("PGOPTIONS", ""):
        os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} {SERVER_OPTIONS}".strip()
    connection = Connection("postgres", None, credentials, ConnectionState.INIT)
    try:
        handle = PostgresConnectionManager.open(connection).handle
    except Exception:
        return None  # dbt will report why
    handle.rollback()
    handle.autocommit = True  # a transaction that stays open for an hour would block the server's vacuum
    try:
        with handle.cursor() as cursor:
            # The hook `one_writer` recognises this run's own lock by the beginning of its id.
            name = f"dbt {command}, process {os.getpid()}, run {get_invocation_id()[:8]}"
            cursor.execute("select set_config('application_name', %s, false)", [name])
            cursor.execute("select set_config('idle_session_timeout', '0', false)")
        keep_postgres(handle, f"database {credentials.database} on {credentials.host}:{credentials.port}")
    except UserError:
        handle.close()
        raise
    return handle


plugins = [OneWriter]
