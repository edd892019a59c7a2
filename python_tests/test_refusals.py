"""The line about refused records after a load and after a build."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from rich.console import Console

from python_tests.pipeline.books import Dbt
from python_tests.programs import Finished
from python_tests.workspace import Workspace
from tokenbooks.refusals import commonest, show_refused
from tokenbooks.settings import Settings
from tokenbooks.transformation.build import PROJECT
from tokenbooks.warehouse.open import open_database
from tools.servers.postgres import PostgresServer

_MART = "create table marts.fct_rejected_events as select * from (values {rows}) as refused (reason)"

#: A seed, and the tests that need only this seed.
_LITTLE = ("-s", "currencies", "--indirect-selection", "buildable")


def printed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """The output about refused records."""
    show_refused(Console(width=40), settings)
    return capsys.readouterr().out


def prepare(settings: Settings, *statements: str) -> Settings:
    """Run statements that change the warehouse."""
    with open_database(settings, is_writing=False) as warehouse:
        for statement in statements:
            warehouse.execute(statement)
    return settings


@pytest.fixture(params=["duckdb", "postgres"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An empty warehouse on each engine."""
    environment = {"TOKENBOOKS_TARGET": "duckdb", "TOKENBOOKS_DUCKDB": str(tmp_path / "books.duckdb")}
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        environment = server.create_database(f"refusals_{uuid.uuid4().hex}")
    return Settings.from_environment(environment)


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ({"a": 1}, "1 record: a 1"),
        ({"a": 2, "b": 2, "c": 3}, "7 records: c 3, a 2, b 2"),
        ({"a": 2, "b": 2, "c": 3, "d": 1}, "8 records: c 3, a 2, b 2 and 1 more reason"),
        ({"a": 2, "b": 2, "c": 3000, "d": 1, "e": 1}, "3,006 records: c 3,000, a 2, b 2 and 2 more reasons"),
    ],
)
def test_the_most_common_reasons_are_named(reasons: dict[str, int], words: str) -> None:
    """The three most common reasons."""
    assert commonest(reasons) == words


def test_every_reason_counts(warehouse: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line even on a narrow terminal, with the mart to open."""
    rows = ", ".join(f"('{reason}')" for reason in ("not_usage", "parts_miss_total", "not_usage", "[b]"))
    prepare(warehouse, "create schema marts", _MART.format(rows=rows))
    assert printed(warehouse, capsys) == (
        "refused in all: 4 records: not_usage 2, [b] 1, parts_miss_total 1;"
        " see marts.fct_rejected_events or `tokenbooks report`\n"
    )


def test_nothing_is_printed_without_refused_records(warehouse: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a schema, without the mart, and without a row in it."""
    assert printed(warehouse, capsys) == ""
    prepare(warehouse, "create schema marts")
    assert printed(warehouse, capsys) == ""
    prepare(warehouse, "create table marts.fct_rejected_events (reason varchar)")
    assert printed(warehouse, capsys) == ""


def test_a_mart_that_cannot_be_read_does_not_stop_a_build(
    warehouse: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line states the problem."""
    prepare(warehouse, "create schema marts", "create table marts.fct_rejected_events (other varchar)")
    assert printed(warehouse, capsys).startswith(
        "refused records are not counted: marts.fct_rejected_events cannot be read: "
    )


def build(workspace: Workspace, *arguments: str) -> Finished:
    """Run the command `build`."""
    done = subprocess.run(
        [sys.executable, "-m", "orchestration", "build", *arguments],
        cwd=PROJECT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "TOKENBOOKS_"))},
            **{name: value for name, value in workspace.environment.items() if name.startswith("TOKENBOOKS_")},
            "DBT_TARGET_PATH": str(workspace.folder / "target"),
            "DBT_LOG_PATH": str(workspace.folder / "target"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return Finished(done.returncode, done.stdout, done.stderr)


def test_a_build_reports_refused_records_and_keeps_its_exit_code(workspace: Workspace, dbt: Dbt) -> None:
    """0 if everything passed, also before the mart of refusals exists, and 3 if something failed."""
    workspace.land("usage/1.jsonl", "no JSON\n" * 3)
    workspace.load()
    dbt.spare_parsing(workspace)
    first = build(workspace, *_LITTLE)
    assert (first.code, "refused" in first.out) == (0, False), first

    prepare(
        Settings.from_environment(workspace.environment),
        "create schema marts",
        "create view marts.fct_rejected_events as select source, reason from raw.rejected_records",
    )
    second = build(workspace, *_LITTLE)
    assert second.code == 0
    assert second.out.splitlines()[-1].startswith(
        "refused in all: 3 records: not_json 3; see marts.fct_rejected_events"
    )

    failed = build(workspace, "-s", "fct_invoice_lines")  # its models are not built
    assert failed.code == 3
    assert "1 failed" in failed.out
    assert "refused in all: 3 records" in failed.out

    unknown = build(workspace, "--no-such-option")
    assert (unknown.code, unknown.err.startswith("error: ")) == (3, True), unknown
