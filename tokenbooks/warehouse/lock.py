"""One writer at a time: how a writer locks the warehouse, and the message that a second writer gets.

DuckDB locks its file itself. On PostgreSQL a writer holds an advisory lock in a session of its own while it works. The
server releases the lock when that session ends, even if the writer was killed, so there is nothing to clean up.
"""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tokenbooks.errors import UserError

if TYPE_CHECKING:
    import duckdb
    import psycopg2.extensions

#: The two keys of the advisory lock, also in `macros/hooks/one_writer.sql`.
LOCK = (21570, 1)
#: Makes the server end the query of a killed client. By default the server notices only when it sends the answer.
SERVER_OPTIONS = "-cclient_connection_check_interval=1000"

#: For every connection to DuckDB that joins events. The profile sets it for dbt. DECISIONS.md states why.
WITHOUT_CACHING_OPERATORS = "set enable_caching_operators = false"

# The server may notice a moment later that a killed lock holder has ended.
_TRIES = 10
_PAUSE_SECONDS = 0.1
_LEFT_SECONDS = 30
_SHOWN_COMMAND = 70

_HOLDER = """
    select
        activity.application_name || ' (PostgreSQL process ' || activity.pid || ', user ' || activity.usename
        || coalesce(' from ' || host(activity.client_addr), '') || ', since '
        || to_char(activity.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC)'
    from pg_locks as locks
    inner join pg_stat_activity as activity on locks.pid = activity.pid
    where
        locks.locktype = 'advisory'
        and locks.granted
        and locks.database = (select oid from pg_database where datname = current_database())
        and (locks.classid, locks.objid, locks.objsubid) = (%s, %s, 2)
"""
# Only a session that has written has a transaction id.
_LEFT = """
    select pid from pg_stat_activity
    where
        datname = current_database()
        and pid != pg_backend_pid()
        and backend_xid is not null
        and (application_name = 'dbt' or application_name like 'tokenbooks%%')
    order by pid
"""


def keep_postgres(connection: psycopg2.extensions.connection, place: str) -> None:
    """Lock other writers out of a database until the connection ends.

    Also wait until the server has ended the statements of a killed writer, because they could still commit.

    Args:
        connection: a connection in autocommit mode, named after its program.
        place: the database, for messages.

    Raises:
        UserError: another program is writing. The message names it.
    """
    with connection.cursor() as cursor:
        for _ in range(_TRIES):
            cursor.execute("select pg_try_advisory_lock(%s, %s)", LOCK)
            if cursor.fetchall() == [(True,)]:
                break
            time.sleep(_PAUSE_SECONDS)
        else:
            cursor.execute(_HOLDER, LOCK)
            holder = "; ".join(str(row[0]) for row in cursor.fetchall()) or "another program"
            raise UserError(f"PostgreSQL {place} is being written by {holder}; wait until it has finished, then retry")
        deadline = time.monotonic() + _LEFT_SECONDS
        while True:
            cursor.execute(_LEFT)
            left = [row[0] for row in cursor.fetchall()]
            if not left:
                return
            if time.monotonic() > deadline:
                cursor.execute("select pg_advisory_unlock(%s, %s)", LOCK)
                raise UserError(
                    f"PostgreSQL {place} is still being written by process {left[0]}, left by a writer that was killed"
                    f" or that runs elsewhere; wait until it ends, or run `select pg_terminate_backend({left[0]})`"
                )
            time.sleep(_PAUSE_SECONDS)


def open_duckdb(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file for writing. A new file is created under another name and renamed, so that it is whole.

    If DuckDB itself is killed while it creates a file, or the disk is full, the file it leaves can never be opened.

    Raises:
        UserError: the file cannot be opened. The message names the process that has it open, or states the problem.
    """
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {"storage_compatibility_version": "v1.2.0"}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            new = path.with_name(f".{path.name}.{os.getpid()}.new")
            try:
                duckdb.connect(str(new), config=config).close()
                _give_name(new, path)
            finally:
                new.unlink(missing_ok=True)
        return duckdb.connect(str(path), config=config)
    except (duckdb.Error, OSError) as error:
        raise duckdb_problem(str(path), error) from error


def _give_name(new: Path, path: Path) -> None:
    """Rename a new file to its final name, unless another process created a file of that name first."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        if not path.exists():
            new.rename(path)


def duckdb_problem(path: str, error: Exception) -> UserError:
    """The error that states why a DuckDB file cannot be opened, and which process has it open."""
    text = str(error)
    found = re.search(r"held in (?P<program>.*?) \(PID (?P<pid>\d+)\)", text)
    if found:
        return UserError(
            f"{path} is in use by {_process(int(found['pid']), found['program'])};"
            " wait until it has finished or close it, then retry"
        )
    if "lock" in text.lower():
        return UserError(f"{path} is in use by another process; wait until it has finished or close it, then retry")
    return UserError(f"cannot open {path}: {last_line(error)}; fix that or set TOKENBOOKS_DUCKDB to another file")


def last_line(error: Exception) -> str:
    """The last line of a message that is not blank."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _process(pid: int, program: str) -> str:
    """A process of this machine, for messages: its command and start time if the system has them, else its program."""
    folder = Path("/proc") / str(pid)
    try:
        words = (folder / "cmdline").read_text(errors="replace").rstrip("\0").split("\0")
        ticks = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[19])
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime "))
        since = datetime.fromtimestamp(int(boot.split()[1]), UTC) + timedelta(seconds=ticks / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, StopIteration):
        return f"{program} (process {pid})"
    return f"{_command(words) or program} (process {pid}, since {since:%Y-%m-%d %H:%M:%S} UTC)"


def _command(words: list[str]) -> str:
    """A command line as a user would type it: `dbt build`, `tokenbooks load`."""
    if not words or not words[0]:
        return ""
    program, *rest = [Path(words[0]).name, *words[1:]]
    if program.startswith("python"):
        if rest[:1] and not rest[0].startswith("-"):
            program, *rest = [Path(rest[0]).name, *rest[1:]]
        else:
            program = "python"
    text = " ".join(" ".join([program, *rest]).split())
    return text if len(text) <= _SHOWN_COMMAND else f"{text[:_SHOWN_COMMAND]}…"
