"""With the real dbt: only a completed build is published, and versions share unchanged days."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from python_tests.pipeline.books import Books, Dbt
from python_tests.publishing.landings import land, publish
from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.publishing.publish import Publication
from tools.servers.postgres import PostgresServer


def test_only_a_completed_build_is_published(books: Books) -> None:
    """A build before a load, a partial, failed, empty or killed build is refused. A complete build is published."""
    version = publish(books.run().workspace)
    land(books.workspace, 20)
    books.workspace.load()
    _assert_refused(books, version, "something was loaded after the last build began")
    books.run("--select", "fct_invoices")
    _assert_refused(books, version, "left out dim_billing_periods, dim_meters, dim_models and")
    books.run("--empty", "--select", "dim_billing_periods")
    _assert_refused(books, version, "left out dim_billing_periods")
    books.workspace.execute("alter table seeds.meters rename to hidden")
    books.dbt.invoke(books.workspace, "run", "--select", "dim_meters")
    books.workspace.execute("alter table seeds.hidden rename to meters")
    _assert_refused(books, version, "of the last build failed")
    _kill_build(books)
    _assert_refused(books, version, "has not ended")
    whole = publish(books.run().workspace)
    assert whole.is_new and whole.manifest.version > version.manifest.version


def test_a_server_shares_unchanged_days(postgres: PostgresServer, dbt: Dbt, tmp_path: Path) -> None:
    """Days with the same rows are the same files. A day with a late call is a new file, and so is a new day."""
    server = Books(Workspace(tmp_path, postgres.create_database("publishing")), dbt)
    for day in (0, 1, 2):
        land(server.workspace, day)
    server.workspace.load()
    before = publish(server.seed().run().workspace)
    costs = before.manifest.marts["fct_usage_costs"]
    land(server.workspace, 20)
    server.workspace.load()
    _assert_refused(server, before, "something was loaded after the last build began")
    again = publish(server.run().workspace)
    first_day, new_day = "2026-03-01.parquet", "2026-03-21.parquet"
    now, then = (version.folder / "marts" / "fct_usage_costs" for version in (again, before))
    assert {file.name for file in now.iterdir()} - set(costs.files) == {new_day}
    assert {name for name in costs.files if not (now / name).samefile(then / name)} == {first_day}


def _assert_refused(books: Books, version: Publication, because: str) -> None:
    with pytest.raises(UserError, match=because):
        publish(books.workspace)
    assert (books.workspace.published / "current").resolve() == version.folder


def _kill_build(books: Books) -> None:
    """Kill dbt after it has built some of the marts."""
    running = books.dbt.start(books.workspace, "run")
    while "OK created sql table model marts." not in running.out:
        assert running.process.is_alive(), running.out
        time.sleep(0.05)
    running.process.kill()
    assert running.wait().code == -signal.SIGKILL
