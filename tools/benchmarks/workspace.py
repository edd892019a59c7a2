"""A landing zone, a warehouse, and the two commands that are measured on them."""

import json
import os
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb
import psycopg2

from tools.benchmarks.measure import ROOT, Step, dbt_command, measure_step, python_command


@dataclass(frozen=True)
class Run:
    """Loading and building once.

    Attributes:
        load: the load command.
        build: `dbt build`, which runs seeds, models and their tests interleaved.
        node_seconds: seconds of dbt's nodes by kind, added up over its threads.
        node_counts: how many nodes of each kind.
    """

    load: Step
    build: Step
    node_seconds: dict[str, float] = field(default_factory=dict)
    node_counts: dict[str, int] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Return the wall-clock seconds of both commands."""
        return self.load.seconds + self.build.seconds

    @property
    def cpu_seconds(self) -> float:
        """Return the CPU seconds of both commands."""
        return self.load.cpu_seconds + self.build.cpu_seconds


class Engine(Protocol):
    """Where warehouses are made."""

    @property
    def server_pid(self) -> int | None:
        """The process of the database server, if there is one."""
        ...

    def create(self, name: str, folder: Path) -> dict[str, str]:
        """Settings of a new, empty warehouse."""
        ...

    def total_cost(self, settings: dict[str, str]) -> str:
        """The sum of what all events cost, exactly, as text; 0 if there are none."""
        ...

    def size_bytes(self, settings: dict[str, str]) -> int:
        """What the warehouse takes on disk."""
        ...


_TOTAL_COST = "select coalesce(sum(calculated_cost), 0) from marts.fct_usage_events"


class DuckDb:
    """A file a warehouse."""

    server_pid: int | None = None

    def create(self, name: str, folder: Path) -> dict[str, str]:
        """A file that does not exist yet."""
        return {"TOKENBOOKS_TARGET": "duckdb", "TOKENBOOKS_DUCKDB": str(folder / f"{name}.duckdb")}

    def total_cost(self, settings: dict[str, str]) -> str:
        """Read it from the file."""
        with duckdb.connect(settings["TOKENBOOKS_DUCKDB"], read_only=True) as connection:
            (row,) = connection.execute(_TOTAL_COST).fetchall()
        return f"{row[0]:f}"

    def size_bytes(self, settings: dict[str, str]) -> int:
        """Of the file."""
        return Path(settings["TOKENBOOKS_DUCKDB"]).stat().st_size


class Server(Protocol):
    """A running PostgreSQL server."""

    @property
    def pid(self) -> int:
        """Its first process."""
        ...

    def create_database(self, name: str) -> dict[str, str]:
        """Create an empty database and return the settings that choose it."""
        ...


class Postgres:
    """A database a warehouse, on one server."""

    def __init__(self, server: Server) -> None:
        """Use a running server."""
        self._server = server
        self.server_pid: int | None = server.pid

    def create(self, name: str, folder: Path) -> dict[str, str]:
        """A new database."""
        return self._server.create_database(name)

    def total_cost(self, settings: dict[str, str]) -> str:
        """Ask the database."""
        return f"{self._value(settings, _TOTAL_COST):f}"

    def size_bytes(self, settings: dict[str, str]) -> int:
        """With tables, indexes and their rests, without the log."""
        return int(str(self._value(settings, "select pg_database_size(current_database())")))

    def _value(self, settings: dict[str, str], sql: str) -> object:
        connection = psycopg2.connect(
            host=settings["TOKENBOOKS_PG_HOST"],
            port=settings["TOKENBOOKS_PG_PORT"],
            user=settings["TOKENBOOKS_PG_USER"],
            password=settings["TOKENBOOKS_PG_PASSWORD"],
            dbname=settings["TOKENBOOKS_PG_DATABASE"],
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()[0][0]
        finally:
            connection.close()


class Workspace:
    """A landing zone and a warehouse with a state, a dbt target folder and logs of their own."""

    def __init__(self, name: str, parent: Path, engine: Engine) -> None:
        """Create them, empty."""
        self.folder = parent / name
        self.landing = self.folder / "landing"
        self.landing.mkdir(parents=True)
        profiles = self.folder / "profiles"
        profiles.mkdir()
        shutil.copy(ROOT / "profiles.yml.example", profiles / "profiles.yml")
        self._engine = engine
        self._settings = engine.create(name, self.folder)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOKENBOOKS_", "DBT_"))}
        self._environment = {
            **kept,
            **self._settings,
            "TOKENBOOKS_LANDING": str(self.landing),
            "TOKENBOOKS_STATE": str(self.folder / "state"),
            "DBT_PROFILES_DIR": str(profiles),
            "DBT_PROJECT_DIR": str(ROOT),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
        }

    def run(self) -> Run:
        """Load what has landed, build and test.

        Raises:
            CommandFailedError: one of the commands failed, or a test did.
        """
        pid = self._engine.server_pid
        load = measure_step(python_command("load"), self._environment, pid)
        # Unit tests check code, not data, and cost the same over any landing; `make test` runs them.
        build = measure_step(dbt_command("build", "--exclude-resource-type", "unit_test"), self._environment, pid)
        results = json.loads((self.folder / "target" / "run_results.json").read_text())["results"]
        seconds: dict[str, float] = defaultdict(float)
        counts: dict[str, int] = defaultdict(int)
        for result in results:
            kind = result["unique_id"].split(".")[0]
            seconds[kind] += result["execution_time"]
            counts[kind] += 1
        return Run(load, build, dict(seconds), dict(counts))

    def total_cost(self) -> str:
        """The sum of what all events cost, in USD, as text."""
        return self._engine.total_cost(self._settings)

    def size_bytes(self) -> int:
        """What the warehouse takes on disk."""
        return self._engine.size_bytes(self._settings)
