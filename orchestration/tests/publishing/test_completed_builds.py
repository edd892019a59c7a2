"""With the real dbt: what is no completed build is not published."""

from __future__ import annotations

import signal
import time

import pytest

from orchestration.errors import UserError
from orchestration.publishing.publish import Publication
from orchestration.tests.pipeline.books import Books
from orchestration.tests.publishing.landings import land, publish


def test_what_is_not_a_completed_build_is_not_published(books: Books) -> None:
    """One before a load, a part of it, a failed one, an empty one, one that was killed; and then a whole one is."""
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
