"""One writer at a time: a second writer is refused in one line that names the process that has the warehouse."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest

from python_tests.chaos.books import ChaosBooks, Running
from python_tests.loading.samples import envelopes
from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.loading.open import open_raw_layer
from tokenbooks.settings import Settings
from tokenbooks.transformation.project import PROJECT_DIR
from tokenbooks.warehouse.lock import keep_postgres
from tools.servers.postgres import PostgresServer

_OURS = [sys.executable, "-m", "orchestration"]
_LITTLE = ["build", "-s", "currencies", "--indirect-selection", "buildable"]
#: Exit codes of refused commands.
_REFUSED = {"load": 3, "build": 3, "dbt build": 2}


@pytest.fixture
def books(on_engine: Workspace) -> ChaosBooks:
    """A warehouse, and a delivery that takes a moment to load."""
    books = ChaosBooks(on_engine, on_engine.landing)
    shutil.copy(PROJECT_DIR / "profiles.yml.example", on_engine.folder / "profiles.yml")
    on_engine.land("usage/2026-03-01.jsonl", envelopes(50_000))
    return books


def _command(books: ChaosBooks, name: str) -> list[str]:
    commands = {"load": [*_OURS, "load", "--no-checks"], "build": [*_OURS, *_LITTLE], "dbt build": books.dbt(*_LITTLE)}
    return commands[name]


@contextmanager
def _held_still(books: ChaosBooks, command: str) -> Iterator[Running]:
    """A writer that has started and is stopped. It is killed at the end."""
    running = books.start(_command(books, command))
    try:
        deadline = time.monotonic() + 60
        while not books.is_held_by(running):
            assert running.process.poll() is None, running.text
            assert time.monotonic() < deadline
            time.sleep(0.01)
        running.send(signal.SIGSTOP)
        yield running
    finally:
        running.kill()


@pytest.mark.parametrize(("holder", "others"), [("load", list(_REFUSED)), ("dbt build", ["load", "dbt build"])])
def test_a_second_writer_gets_the_name_of_the_first(books: ChaosBooks, holder: str, others: list[str]) -> None:
    """Load or build, ours or dbt's: one line names program, process and start. After a kill, the next run succeeds."""
    with _held_still(books, holder) as first:
        for name in others:
            code = _REFUSED[name]
            second = books.start(_command(books, name))
            assert second.wait(60), f"{name} was let in during {holder}"
            assert second.process.returncode == code, second.text
            assert "Traceback" not in second.text
            [line] = [line for line in second.text.splitlines() if "in use by" in line or "being written by" in line]
            assert re.search(rf"process {first.process.pid}\b.*since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", line), line
            assert {"load": " load", "dbt build": "dbt build"}[holder] in line
            assert "wait until it has finished" in line
            if code == 3:
                assert second.text.strip() == line
    if "build" in others:
        books.spare_parsing()
    for name in ("load", "build") if holder == "load" else ("load",):
        books.finish(name, books.start(_command(books, name)))
    assert books.workspace.query("select count(*) from raw.usage") == [(50_000,)]


def test_a_dbt_without_the_plugin_is_refused_by_the_hook(postgres: PostgresServer, workspace: Workspace) -> None:
    """As in another environment: the hook checks before the first node writes."""
    on_postgres = Workspace(workspace.folder, postgres.create_database("hook"))
    books = ChaosBooks(on_postgres, on_postgres.landing)
    shutil.copy(PROJECT_DIR / "profiles.yml.example", on_postgres.folder / "profiles.yml")
    without = "import dbt.plugins.manager as m; m._get_dbt_modules = m.PluginManager.get_prefixed_modules = lambda: {};"
    program = f"{without} from dbt.cli.main import cli; cli()"
    with open_raw_layer(Settings.from_environment(on_postgres.environment)):
        refused = books.start([sys.executable, "-c", program, "seed", "-s", "currencies"])
        assert refused.wait(60)
        assert refused.process.returncode == 2
        assert f"is being written by tokenbooks load, process {os.getpid()} (PostgreSQL process" in refused.text
        assert "Traceback" not in refused.text


def test_a_writer_waits_for_statements_of_a_killed_writer(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may still commit it. A writer that started before that would repeat the same work."""
    settings = postgres.create_database("left")

    def connect(name: str) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=settings["TOKENBOOKS_PG_HOST"],
            port=settings["TOKENBOOKS_PG_PORT"],
            user=settings["TOKENBOOKS_PG_USER"],
            dbname=settings["TOKENBOOKS_PG_DATABASE"],
            application_name=name,
        )

    left, other, next_one = connect("dbt"), connect("somebody else"), connect("tokenbooks load")
    next_one.autocommit = True
    for connection in (left, other):
        connection.cursor().execute("create table if not exists pg_temp.unfinished (id int)")
    monkeypatch.setattr("tokenbooks.warehouse.lock._LEFT_SECONDS", 0.3)
    with pytest.raises(UserError, match=rf"process {left.info.backend_pid}, left by a writer that was killed"):
        keep_postgres(next_one, "database left")
    left.rollback()
    keep_postgres(next_one, "database left")
    for connection in (left, other, next_one):
        connection.close()
