"""No file and no record stops a run: load, build, report and publish, with poison alone and beside good records.

The poison alone is a record of an unknown shape in every source. A person lands that who exports the wrong thing first.
The poison beside good records is all of it, in every source, and lands in the same warehouse afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from python_tests.bills.deliveries import put
from python_tests.loading.samples import envelopes
from python_tests.pipeline.books import Books, Dbt
from python_tests.poison.files import land_files, land_records, land_unknown, land_unreadable
from python_tests.programs import Finished, Program, tokenbooks
from python_tests.workspace import Workspace
from tokenbooks.loading.sources import SOURCES
from tokenbooks.transformation.commands import describe_failures
from tokenbooks.transformation.project import PROJECT_DIR
from tools.servers.postgres import PostgresServer

_GOOD = 50


@dataclass(frozen=True)
class Poisoned:
    """A warehouse after a run on poison.

    Attributes:
        books: its marts.
        unreadable: number of paths of its landing zone that cannot be read.
    """

    books: Books
    unreadable: int

    def reasons(self) -> Counter[str]:
        """The number of refusals of the load by reason."""
        rows = self.books.workspace.query("select reason, count(*) from raw.rejected_records group by reason")
        return Counter({str(reason): int(count) for reason, count in rows})

    def run(self, command: str) -> Finished:
        """Run a command of the project on the warehouse."""
        return Program(tokenbooks, [command], self.books.workspace.environment, PROJECT_DIR).wait()


def poisoned(
    workspace: Workspace, dbt: Dbt, land: Callable[[Path], int], built: tuple[str, ...] = ("seed", "model")
) -> Poisoned:
    """Land poison, load it, and build seeds and models without their data tests, which `make test` runs elsewhere."""
    unreadable = land(workspace.landing)
    workspace.load(code=1 if unreadable else 0)
    results = dbt.invoke(workspace, "build", *(word for kind in built for word in ("--resource-type", kind)))
    assert not (failures := describe_failures(results)), failures
    return Poisoned(Books(workspace, dbt), unreadable)


def land_beside_good(landing: Path) -> int:
    """Land all poison, and good calls among it."""
    put(landing, "usage/good.jsonl", envelopes(_GOOD).replace('"openai"', '"openai", "model": "gpt-4o"').encode())
    land_files(landing)
    land_records(landing)
    return land_unreadable(landing)


def land_alone(landing: Path) -> int:
    """Land records of an unknown shape."""
    land_unknown(landing)
    return 0


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def alone(request: pytest.FixtureRequest, dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    """Poison in an empty warehouse of each engine. PostgreSQL's has no content: its removal meets the poison too."""
    settings: dict[str, str] = {}
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings = {**server.create_database("poison"), "TOKENBOOKS_KEEP_CONTENT": "off"}
    return poisoned(Workspace(tmp_path_factory.mktemp("poison"), settings), dbt, land_alone)


@pytest.fixture(scope="module")
def beside_good(alone: Poisoned, dbt: Dbt) -> Poisoned:
    """All poison beside good records, in the same warehouse. Tests of the poison alone must come first."""
    return poisoned(alone.books.workspace, dbt, land_beside_good, ("model",))  # its seeds are built already


def assert_reported_and_published(poison: Poisoned) -> None:
    """Check that the report states which records are refused, and that the marts are published in full."""
    done = poison.run("report")
    assert done.code == 0, done.err
    assert "Traceback" not in done.out + done.err
    assert "wrong_source" in done.out
    done = poison.run("publish")
    assert done.code == 0, done.err
    assert "\npublished: version " in f"\n{done.out}"


def test_unknown_records_alone_are_refused(alone: Poisoned) -> None:
    """Every source has refused records, and nothing has a cost."""
    refused = {source for (source,) in alone.books.rows("select distinct source from marts.fct_rejected_events")}
    assert refused == set(SOURCES)
    assert alone.books.rows("select * from marts.fct_usage_events") == []


def test_unknown_records_alone_are_reported_and_published(alone: Poisoned) -> None:
    """The report states which records are refused."""
    assert_reported_and_published(alone)


def test_good_records_are_kept(beside_good: Poisoned) -> None:
    """Each good call among the poison is an event with its cost."""
    good = "usage_event_id like 'openai/event_%' and calculated_cost > 0"
    assert beside_good.books.value(f"select count(*) from marts.fct_usage_events where {good}") == _GOOD


def test_no_reader_fails(beside_good: Poisoned) -> None:
    """Files of every source are in the ledger or refused, for reasons that the reader knows."""
    reasons = beside_good.reasons()
    assert reasons["unreadable_file"] == beside_good.unreadable
    assert reasons["incomplete_pages"] and reasons["gzip_bomb"] and reasons["number_out_of_range"]
    assert not reasons["reader_failed"]
    files = {
        file
        for table in ("deliveries", "rejected_records")
        for (file,) in beside_good.books.workspace.query(f"select distinct file from raw.{table}")
    }
    assert {path.partition("/")[0] for path in files} == set(SOURCES)
    assert not {path for path in files if "secret" in path}


def test_nothing_from_outside_is_loaded(beside_good: Poisoned) -> None:
    """No record of a linked file is in the warehouse."""
    for source in SOURCES:
        assert beside_good.books.workspace.query(
            f"select count(*) from raw.{source} where cast(record as varchar) like '%secret%'"
        ) == [(0,)]


def test_all_poison_is_reported_and_published(beside_good: Poisoned) -> None:
    """Beside good records."""
    assert_reported_and_published(beside_good)


def test_a_second_load_adds_nothing(beside_good: Poisoned) -> None:
    """What was loaded or refused is known. Unreadable files and pages that wait are tried again."""
    before = beside_good.books.workspace.query("select count(*) from raw.deliveries"), beside_good.reasons()
    beside_good.books.workspace.load(code=1)
    assert (beside_good.books.workspace.query("select count(*) from raw.deliveries"), beside_good.reasons()) == before
