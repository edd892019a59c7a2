"""The report and the line about refused records on Spark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration.commands.report import show_report
from python_tests.report.books import full_books
from tokenbooks.refusals import show_refused
from tokenbooks.settings import Settings
from tokenbooks.warehouse.open import open_marts
from tools.servers.spark import SparkCluster


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The report in every format, and the line of a build about refused records."""
    console = Console(width=80)
    show_report(None, console)
    show_report(None, console, "json")
    show_report(None, console, "markdown")
    show_refused(console, Settings.from_environment())
    return capsys.readouterr().out.splitlines()


def for_spark(statements: Iterable[str]) -> Iterable[str]:
    """The same SQL, with Spark's name for text and a table format that needs no settings."""
    for statement in statements:
        if statement.startswith("create table"):
            yield f"{statement.replace('varchar', 'string')} using parquet"
        else:
            yield statement


@pytest.mark.spark
def test_spark_gives_the_same_output_as_duckdb(
    cluster: SparkCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """To the last character. Before the mart of refused records exists, nothing is printed about them."""
    path = tmp_path / "books.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in full_books():
            connection.execute(statement)
    monkeypatch.setenv("TOKENBOOKS_TARGET", "duckdb")
    monkeypatch.setenv("TOKENBOOKS_DUCKDB", str(path))
    on_duckdb = printed(capsys)

    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    with open_marts(Settings.from_environment()) as spark:
        spark.rows("drop schema if exists marts cascade")
        assert not spark.has_table("marts.fct_invoices")
        show_refused(Console(), Settings.from_environment())
        assert capsys.readouterr().out == ""
        for statement in for_spark(_in_bulk(full_books())):
            spark.rows(statement)
    assert printed(capsys) == on_duckdb


def _in_bulk(statements: Iterable[str]) -> Iterable[str]:
    """Insert the rows of one table in one statement, because each statement is a job."""
    rows: dict[str, list[str]] = {}
    for statement in statements:
        found = re.fullmatch(r"(insert into \S+)\s+values (.*)", statement)
        if found:
            rows.setdefault(found[1], []).append(found[2])
        else:
            yield statement
    for start, values in rows.items():
        yield f"{start} values {', '.join(values)}"
