"""With the real dbt: both engines publish the same, and what is no completed build is not published."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.errors import UserError
from orchestration.publishing.publish import DATABASE, Publication
from orchestration.tests.pipeline.books import Books
from orchestration.tests.postgres_server import PostgresServer
from orchestration.tests.publishing.landings import land, publish
from orchestration.tests.workspace import Workspace


def contents(publication: Publication) -> dict[str, tuple[list[tuple[object, ...]], ...]]:
    """Columns with their types and rows of every mart, from both formats. Without `loaded_at`, which is ours."""
    found: dict[str, tuple[list[tuple[object, ...]], ...]] = {}
    with duckdb.connect(str(publication.folder / DATABASE), read_only=True) as connection:
        for mart in publication.manifest.marts:
            columns = connection.execute(f"describe marts.{mart}").fetchall()
            names = ", ".join(name for name, *_ in columns if name != "loaded_at")
            files = f"read_parquet('{publication.folder}/marts/{mart}/*.parquet')"
            found[mart] = (
                columns,
                *(
                    connection.execute(f"select {names} from {relation} order by all").fetchall()
                    for relation in (f"marts.{mart}", files)
                ),
            )
            assert found[mart][1] == found[mart][2], mart
    return found


def test_engines_publish_the_same(books: Books, postgres: PostgresServer, tmp_path: Path) -> None:
    """The same files, loaded and built on a server: the same types and rows, and unchanged days are shared, too."""
    for day in (1, 2):
        land(books.workspace, day)
    (tmp_path / "landing").symlink_to(books.workspace.landing)
    server = Books(Workspace(tmp_path, postgres.create_database("publishing")), books.dbt)
    server.workspace.load()
    server.seed().run()
    on_server = publish(server.workspace)
    books.workspace.load()
    assert contents(on_server) == contents(publish(books.run().workspace))
    costs = on_server.manifest.marts["fct_usage_costs"]
    assert costs.partitioned_by == "usage_date" and costs.rows

    land(server.workspace, 20)
    server.workspace.load()
    with pytest.raises(UserError, match="something was loaded after the last build began"):
        publish(server.workspace)
    again = publish(server.run().workspace)
    first_day, new_day = "2026-03-01.parquet", "2026-03-21.parquet"
    now, before = (version.folder / "marts" / "fct_usage_costs" for version in (again, on_server))
    assert {file.name for file in now.iterdir()} - set(costs.files) == {new_day}
    assert {name for name in costs.files if not (now / name).samefile(before / name)} == {first_day}


def test_what_is_not_a_completed_build_is_not_published(books: Books) -> None:
    """A part of it, a failed one, an empty one, one that was killed; and then a whole one is."""
    version = publish(books.run().workspace)
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


def _assert_refused(books: Books, version: Publication, because: str) -> None:
    with pytest.raises(UserError, match=because):
        publish(books.workspace)
    assert (books.workspace.published / "current").resolve() == version.folder


def _kill_build(books: Books) -> None:
    """Kill dbt once it has built some of the marts."""
    running = books.dbt.start(books.workspace, "run")
    while "OK created sql table model marts." not in running.out:
        assert running.process.is_alive(), running.out
        time.sleep(0.05)
    running.process.kill()
    assert running.wait().code == -signal.SIGKILL
