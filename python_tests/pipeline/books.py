"""Books of a test: a landing zone that the real loader loads and the real dbt builds, and the resulting marts."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from python_tests.parsed_dbt import dbt, keep_for_dbt
from python_tests.parsed_project import parsed_project
from python_tests.programs import Program
from python_tests.workspace import Workspace
from tokenbooks.transformation.commands import describe_failures
from tokenbooks.transformation.project import PROJECT_DIR
from tokenbooks.warehouse.base import Row

#: The instant at which all books are read, so that no result depends on the clock.
AS_OF = "2026-12-31T00:00:00Z"

_SHOWN_ROWS = 3

Mart = tuple[tuple[str, ...], Counter[Row]]  # columns, and the number of occurrences of each row, as text


@dataclass(frozen=True)
class Dbt:
    """dbt as a program, on a project that is parsed once for all tests.

    Attributes:
        folder: folder of the profile and the artifacts.
        project: the dbt project.
        code: the project whose models, macros and tests `project` has. Only the seeds of `project` are its own.
    """

    folder: Path
    project: Path = PROJECT_DIR
    code: Path = PROJECT_DIR

    def invoke(self, workspace: Workspace, *arguments: str, as_of: str | None = AS_OF) -> dict[str, Any]:
        """Run a command on the warehouse of a workspace.

        Returns:
            The content of `run_results.json`; empty if dbt did not get that far.
        """
        results = self._target(workspace) / "run_results.json"
        results.unlink(missing_ok=True)
        done = self.start(workspace, *arguments, as_of=as_of).wait()
        assert results.is_file(), done.out + done.err
        found: dict[str, Any] = json.loads(results.read_text())
        return found

    def start(self, workspace: Workspace, *arguments: str, as_of: str | None = AS_OF) -> Program:
        """Start a command on the warehouse of a workspace."""
        return Program(dbt, self.command(workspace, *arguments, as_of=as_of), self.environment(workspace), PROJECT_DIR)

    def command(self, workspace: Workspace, *arguments: str, as_of: str | None = AS_OF) -> list[str]:
        """The arguments of `parsed_dbt`."""
        return [
            *(*self._parsed(workspace), str(self.project)),
            *(*arguments, "--no-use-colors", "--project-dir", str(self.project)),
            *("--vars", json.dumps({"as_of": as_of})),
        ]

    def spare_parsing(self, workspace: Workspace) -> None:
        """Let dbt's own command, with its artifacts in `target` of a workspace, find the parsed project."""
        arguments = [*self._parsed(workspace), str(self.folder), str(workspace.folder / "target")]
        done = Program(keep_for_dbt, arguments, self.environment(workspace), PROJECT_DIR).wait()
        assert done.code == 0, done.err

    def _parsed(self, workspace: Workspace) -> tuple[str, str]:
        """The file with the parsed project, and the name of the database."""
        target = workspace.environment["TOKENBOOKS_TARGET"]
        manifest = parsed_project(target, self.code) / "partial_parse.msgpack"
        if target == "postgres":
            return str(manifest), workspace.environment["TOKENBOOKS_PG_DATABASE"]
        return str(manifest), workspace.duckdb_path.stem

    def environment(self, workspace: Workspace) -> dict[str, str]:
        """The environment variables of dbt."""
        shutil.copy(self.project / "profiles.yml.example", self.folder / "profiles.yml")
        return {
            **workspace.environment,
            "DBT_PROFILES_DIR": str(self.folder),
            "DBT_TARGET_PATH": str(self._target(workspace)),
            "DBT_LOG_PATH": str(self._target(workspace)),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }

    def _target(self, workspace: Workspace) -> Path:
        return self.folder / workspace.environment["TOKENBOOKS_TARGET"]

    def succeed(self, workspace: Workspace, *arguments: str, as_of: str = AS_OF) -> None:
        """Run a command in which no node may fail."""
        results = self.invoke(workspace, *arguments, as_of=as_of)
        assert not (failures := describe_failures(results)), failures


@dataclass
class Books:
    """A workspace and dbt.

    Attributes:
        workspace: the landing zone and the warehouse.
        dbt: builds the warehouse.
        as_of: the instant at which the books are read.
    """

    workspace: Workspace
    dbt: Dbt
    as_of: str = AS_OF

    def build(self) -> Books:
        """Load the landed files, build everything and run every data test. Unit tests are excluded."""
        self.workspace.load()
        self.dbt.succeed(self.workspace, "build", "--exclude-resource-type", "unit_test", as_of=self.as_of)
        return self

    def run(self, *arguments: str) -> Books:
        """Build the models without their tests. The seeds must exist."""
        self.dbt.succeed(self.workspace, "run", *arguments, as_of=self.as_of)
        return self

    def seed(self) -> Books:
        """Load the seeds."""
        self.dbt.succeed(self.workspace, "seed", as_of=self.as_of)
        return self

    def rows(self, sql: str) -> list[Row]:
        """The rows of a query on the marts."""
        if self.workspace.environment["TOKENBOOKS_TARGET"] == "duckdb":
            return self._copy.execute(sql).fetchall()
        return self.workspace.query(sql)

    def value(self, sql: str) -> Any:
        """The only value of the result of a query."""
        [(value,)] = self.rows(sql)
        return value

    @cached_property
    def marts(self) -> Mapping[str, Mart]:
        """Every mart as text, by name, without `loaded_at`, which is our load time and not a fact of the books."""
        columns: dict[str, list[str]] = {}
        for table, column in self._columns():
            columns.setdefault(table, [])
            if column != "loaded_at":
                columns[table].append(column)
        marts: dict[str, Mart] = {}
        text = "string" if self._is_on_spark else "varchar"
        for table, names in columns.items():
            quote = "`" if self._is_on_spark else '"'
            texts = ", ".join(f"cast({quote}{name}{quote} as {text})" for name in names)
            marts[table] = (tuple(names), Counter(self.rows(f"select {texts} from marts.{table}")))
        return marts

    @property
    def _is_on_spark(self) -> bool:
        return self.workspace.environment["TOKENBOOKS_TARGET"] == "spark"

    def _columns(self) -> list[Row]:
        """The table and column of every mart. Spark does not have an information schema."""
        if not self._is_on_spark:
            return self.rows(
                "select table_name, column_name from information_schema.columns"
                " where table_schema = 'marts' order by table_name, ordinal_position"
            )
        tables = [name for _, name, _ in self.rows("show tables in marts")]
        return [(table, column) for table in tables for (column,) in self.rows(f"show columns in marts.{table}")]

    @cached_property
    def _copy(self) -> duckdb.DuckDBPyConnection:
        """The marts in memory, because some are views and the tests query them hundreds of times."""
        connection = duckdb.connect()
        connection.execute(f"attach '{self.workspace.duckdb_path}' as warehouse (read_only)")
        connection.execute("create schema marts")
        tables = "select table_name from information_schema.tables where table_catalog = 'warehouse'"
        for (table,) in connection.execute(f"{tables} and table_schema = 'marts'").fetchall():
            connection.execute(f"create table marts.{table} as select * from warehouse.marts.{table}")
        connection.execute("detach warehouse")
        return connection


def assert_same_marts(books: Books, expected: Books) -> None:
    """Both have the same marts, with the same columns and rows."""
    found, wanted = books.marts, expected.marts
    assert found.keys() == wanted.keys()
    assert wanted, "there are no marts"
    differences = {
        name: {
            "columns": found[name][0],
            "missing": _some(wanted[name][1] - found[name][1]),
            "unexpected": _some(found[name][1] - wanted[name][1]),
        }
        for name in wanted
        if found[name] != wanted[name]
    }
    assert not differences, json.dumps(differences, indent=1)


def _some(rows: Counter[Row]) -> list[Row]:
    return [*list(rows)[:_SHOWN_ROWS], *([("and more",)] if len(rows) > _SHOWN_ROWS else [])]
