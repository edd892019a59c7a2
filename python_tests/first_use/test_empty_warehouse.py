"""The first command of a dbt user, before anything has landed, and the objects that builds leave behind.

The unit tests run in the warehouse that `dbt build` creates, and orphans are dropped there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from python_tests.first_use.command import MARTS_OF_SEEDS, dbt_build
from python_tests.loading.samples import envelopes
from python_tests.pipeline.books import Dbt
from python_tests.programs import Finished, Program, tokenbooks
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR
from tools.servers.postgres import PostgresServer

_COLUMNS = (
    "select table_name, column_name, data_type from information_schema.columns where table_name like '{}' escape '\\'"
)
#: Enough tables that a process can be killed between two of them.
_ORPHANS = [f"int_gone_{number}" for number in range(40)]


@dataclass(frozen=True)
class Built:
    """A warehouse without loaded data, and the `dbt build` that created it."""

    workspace: Workspace
    done: subprocess.CompletedProcess[str]

    def relations(self, schema: str) -> set[str]:
        """Names of the tables and views in a schema."""
        names = f"select table_name from information_schema.tables where table_schema = '{schema}'"
        return {name for (name,) in self.workspace.query(names)}


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """`dbt build` in the project's folder, as a user would run it."""
    settings: dict[str, str] = {}
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings = server.create_database("first_use")
    workspace = Workspace(tmp_path_factory.mktemp(request.param), settings)
    workspace.landing.mkdir()
    return Built(workspace, dbt_build(workspace))


def test_dbt_build_is_green(built: Built) -> None:
    """Every seed, model and data test passes. Without a selection, unit tests are excluded."""
    assert built.done.returncode == 0, built.done.stdout[-3_000:]
    assert "PASS=" in built.done.stdout and "unit_test" not in built.done.stdout


def test_marts_are_empty(built: Built) -> None:
    """All marts exist, and only those that come from seeds have rows."""
    marts = {path.stem for path in (PROJECT_DIR / "models" / "marts").rglob("*.sql")}
    assert built.relations("marts") == marts
    rows = {mart for mart in marts if built.workspace.query(f"select 1 from marts.{mart} limit 1")}
    assert rows == MARTS_OF_SEEDS


def test_a_union_has_the_types_of_each_staging_model(built: Built) -> None:
    """A union reads only the staging models of sources that have landed, so any of them may be the first."""
    types: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table, column, type_ in built.workspace.query(_COLUMNS.format("stg\\_%\\_\\_%")):
        types[table.partition("__")[2], column].add(type_.lower())
    assert not {key: found for key, found in types.items() if len(found) > 1}
    counts = {column for (kind, column), found in types.items() if kind == "usage_events" and found <= {"bigint"}}
    union = {
        column: type_.lower() for _, column, type_ in built.workspace.query(_COLUMNS.format("int_usage_events_unioned"))
    }
    assert len(counts) > 15
    assert {column: union[column] for column in counts} == dict.fromkeys(counts, "bigint")


def test_raw_tables_are_those_of_the_loader(built: Built, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The loader finds tables with the columns and types that it would have created, and fills them."""
    columns = (
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'raw'"
        " and table_name not like '\\_dlt%' escape '\\' and table_name != 'unfinished_loads' order by 1, 2"
    )
    settings: dict[str, str] = {}
    if built.workspace.environment["TOKENBOOKS_TARGET"] == "postgres":
        settings = request.getfixturevalue("postgres").create_database("loaded_first")
    loaded_first = Workspace(tmp_path, settings)
    loaded_first.landing.mkdir()
    loaded_first.load()
    assert built.workspace.query(columns) == loaded_first.query(columns)
    built.workspace.land("usage/calls.jsonl", envelopes(3))
    built.workspace.load()
    assert built.workspace.query("select count(*) from raw.usage") == [(3,)]
    assert built.workspace.query(columns) == loaded_first.query(columns)


def test_every_unit_test_passes(built: Built, dbt: Dbt) -> None:
    """They check each rule of each model at its boundaries."""
    results = dbt.invoke(built.workspace, "test", "--select", "test_type:unit", as_of=None)["results"]
    statuses = {test["unique_id"]: test["status"] for test in results if test["unique_id"].startswith("unit_test.")}
    assert len(statuses) >= 180
    assert not {name: status for name, status in statuses.items() if status != "pass"}


def test_orphans_are_dropped(built: Built, dbt: Dbt) -> None:
    """Objects of builds of an earlier version are dropped, also after a kill in between. Objects of users stay."""
    recorded = [*_ORPHANS, "int_gone_view", "int_read", "int_gone_already"]
    built.workspace.execute(
        *(f"create table intermediate.{name} as select 1 as a" for name in (*_ORPHANS, "int_read", "int_of_a_user")),
        f"create view intermediate.int_gone_view as select * from intermediate.{_ORPHANS[0]}",
        "create view public.report as select * from intermediate.int_read"
        if built.workspace.environment["TOKENBOOKS_TARGET"] == "postgres"
        else "create view main.report as select * from intermediate.int_read",
        "insert into operations.relations select 1000, 'earlier', 'made', 'intermediate', name, timestamp '2026-01-01'"
        f" from (values {', '.join(f'({name!r})' for name in recorded)}) as recorded (name)",
    )
    running = dbt.start(built.workspace, "run-operation", "drop_orphans")
    while "dropped intermediate." not in running.out:
        assert running.process.is_alive(), running.out
        time.sleep(0.001)
    running.process.kill()
    assert running.wait().code == -signal.SIGKILL
    left = built.relations("intermediate") & {*_ORPHANS}
    assert left
    assert {*_ORPHANS} - set(_dropped(built)) == left

    done = _build(built, dbt)
    kept = "kept intermediate.int_read: no model or seed makes it any more, but "
    assert f"dropped intermediate.{min(left)}: no model or seed makes it any more" in done.out
    assert kept in done.out and "report" in done.out.partition(kept)[2].splitlines()[0]
    assert built.relations("intermediate") & {*recorded, "int_of_a_user"} == {"int_read", "int_of_a_user"}
    assert sorted(_dropped(built)) == sorted({*recorded} - {"int_read"})
    assert built.workspace.query("select a from intermediate.int_of_a_user") == [(1,)]


def test_an_object_of_a_user_under_an_old_name_stays(built: Built, dbt: Dbt) -> None:
    """The record shows that our object is gone, so another object of that name belongs to a user."""
    built.workspace.execute(f"create table intermediate.{_ORPHANS[0]} as select 2 as a")
    dbt.start(built.workspace, "run-operation", "drop_orphans").wait()
    assert built.workspace.query(f"select a from intermediate.{_ORPHANS[0]}") == [(2,)]


def test_a_warehouse_of_version_0_1_gets_its_record(built: Built, dbt: Dbt) -> None:
    """That version kept no record. Its objects that this version does not create are dropped, and nothing else."""
    built.workspace.execute(
        "drop table operations.relations", "create table intermediate.int_raw_models_resolved as select 1 as a"
    )
    before = built.relations("intermediate")
    dbt.succeed(built.workspace, "seed", "--select", "currencies")
    dbt.start(built.workspace, "run-operation", "drop_orphans").wait()
    assert before - built.relations("intermediate") == {"int_raw_models_resolved"}
    assert _dropped(built) == ["int_raw_models_resolved"]


def test_a_killed_first_build_drops_nothing(built: Built, dbt: Dbt) -> None:
    """A first build that is killed before it writes its record looks like version 0.1 without its tables."""
    built.workspace.execute("drop table operations.relations")
    dbt.succeed(built.workspace, "seed", "--select", "currencies")
    done = dbt.start(built.workspace, "run-operation", "drop_orphans").wait()
    assert done.code == 0 and "dropped" not in done.out
    assert _dropped(built) == []


def _dropped(built: Built) -> list[str]:
    return [
        name
        for (name,) in built.workspace.query("select relation_name from operations.relations where event = 'dropped'")
    ]


def _build(built: Built, dbt: Dbt) -> Finished:
    """Run the next build: with our own command on one engine, with dbt on the other."""
    if built.workspace.environment["TOKENBOOKS_TARGET"] == "postgres":
        done = dbt.start(built.workspace, "run").wait()
    else:
        target = str(built.workspace.folder / "target")
        environment = {**os.environ, **built.workspace.environment, "DBT_TARGET_PATH": target, "DBT_LOG_PATH": target}
        done = Program(tokenbooks, ["build"], environment, PROJECT_DIR).wait()
        assert " 0 failed" in done.out
    assert done.code == 0, done.out + done.err
    return done
