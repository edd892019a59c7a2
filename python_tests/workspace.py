"""A landing zone and a warehouse of a test, and the real commands on them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import psycopg2
import psycopg2.extensions

from python_tests.programs import Finished, Program, tokenbooks
from tokenbooks.settings import Settings
from tokenbooks.warehouse.base import Row
from tokenbooks.warehouse.open import open_marts

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Workspace:
    """A landing zone and a warehouse of one test.

    Attributes:
        folder: folder of both.
        settings: environment variables that select the warehouse. The default is DuckDB.
    """

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def landing(self) -> Path:
        """The root of the landing zone."""
        return self.folder / "landing"

    @property
    def duckdb_path(self) -> Path:
        """The DuckDB file."""
        return Path(self.settings.get("TOKENBOOKS_DUCKDB", self.folder / "warehouse.duckdb"))

    @property
    def published(self) -> Path:
        """The folder of published versions."""
        return self.folder / "published"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of a command."""
        return {
            **os.environ,
            "TOKENBOOKS_TARGET": "duckdb",
            "TOKENBOOKS_DUCKDB": str(self.duckdb_path),
            "TOKENBOOKS_LANDING": str(self.landing),
            "TOKENBOOKS_STATE": str(self.folder / "state"),
            "TOKENBOOKS_PUBLISHED": str(self.published),
            "COLUMNS": "200",
            **self.settings,
        }

    def land(self, path: str, content: bytes | str) -> Path:
        """Write a file into the landing zone."""
        file = self.landing / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def start_load(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `tokenbooks load`."""
        return subprocess.Popen(
            [sys.executable, "-m", "orchestration", "load", *arguments],
            cwd=_ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def load(self, *arguments: str, checks: bool = False, code: int = 0) -> Finished:
        """Run `tokenbooks load` to its end and check its exit code."""
        options = [*arguments, *([] if checks else ["--no-checks"])]
        done = Program(tokenbooks, ["load", *options], self.environment, _ROOT).wait(120)
        assert done.code == code, f"exit code {done.code}\n{done.out}\n{done.err}"
        assert "Traceback" not in done.err, done.err
        return done

    def query(self, sql: str) -> list[Row]:
        """The rows of a query on the warehouse."""
        if self.environment["TOKENBOOKS_TARGET"] == "spark":
            with open_marts(Settings.from_environment(self.environment)) as spark:
                return spark.rows(sql)
        if self.environment["TOKENBOOKS_TARGET"] == "duckdb":
            with duckdb.connect(str(self.duckdb_path), read_only=True) as connection:
                return connection.execute(sql).fetchall()
        connection = self._connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def execute(self, *statements: str) -> None:
        """Change the warehouse, DuckDB or PostgreSQL, like a user."""
        if self.environment["TOKENBOOKS_TARGET"] == "duckdb":
            with duckdb.connect(str(self.duckdb_path)) as connection:
                for statement in statements:
                    connection.execute(statement)
            return
        server = self._connect()
        server.autocommit = True
        try:
            with server.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            server.close()

    def _connect(self) -> psycopg2.extensions.connection:
        settings = self.environment
        return psycopg2.connect(
            host=settings["TOKENBOOKS_PG_HOST"],
            port=settings["TOKENBOOKS_PG_PORT"],
            user=settings["TOKENBOOKS_PG_USER"],
            dbname=settings["TOKENBOOKS_PG_DATABASE"],
        )
