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
    """The measures of one load and one build.

    Attributes:
        load: the load command.
        build: `dbt build`, which interleaves seeds, models and their tests.
        node_seconds: seconds of dbt's nodes by kind, summed over its threads.
        node_counts: number of nodes of each kind.
        nodes: seconds of each node by its name.
    """

    load: Step
    build: Step
    node_seconds: dict[str, float] = field(default_factory=dict)
    node_counts: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Return the wall-clock seconds of both commands."""
        return self.load.seconds + self.build.seconds

    @property
    def cpu_seconds(self) -> float:
        """Return the CPU seconds of both commands."""
        return self.load.cpu_seconds + self.build.cpu_seconds


class Engine(Protocol):
    """An engine that creates warehouses."""

    @property
    def server_pid(self) -> int | None:
        """The process id of the database server; None without a server."""
        ...

    def create(self, name: str, folder: Path) -> dict[str, str]:
        """The settings of a new, empty warehouse."""
        ...

    def row(self, settings: dict[str, str], sql: str) -> tuple[object, ...]:
        """The only row that a query returns."""
        ...

    def size_bytes(self, settings: dict[str, str]) -> int:
        """The size of the warehouse on disk, in bytes."""
        ...


_TOTAL_COST = "select coalesce(sum(calculated_cost), 0) from marts.fct_usage_events"


class DuckDb:
    """An engine with one file per warehouse."""

    server_pid: int | None = None

    def create(self, name: str, folder: Path) -> dict[str, str]:
        """The settings of a file that does not exist yet."""
        return {"TOKENBOOKS_TARGET": "duckdb", "TOKENBOOKS_DUCKDB": str(folder / f"{name}.duckdb")}

    def row(self, settings: dict[str, str], sql: str) -> tuple[object, ...]:
        """The row, read from the file."""
        with duckdb.connect(settings["TOKENBOOKS_DUCKDB"], read_only=True) as connection:
            (row,) = connection.execute(sql).fetchall()
        return tuple(row)

    def size_bytes(self, settings: dict[str, str]) -> int:
        """The size of the file."""
        return Path(settings["TOKENBOOKS_DUCKDB"]).stat().st_size


class Server(Protocol):
    """A running PostgreSQL server."""

    @property
    def pid(self) -> int:
        """The id of its first process."""
        ...

    def create_database(self, name: str) -> dict[str, str]:
        """Create an empty database and return its settings."""
        ...


class Postgres:
    """An engine with one database per warehouse, on one server."""

    def __init__(self, server: Server) -> None:
        """Use a running server."""
        self._server = server
        self.server_pid: int | None = server.pid

    def create(self, name: str, folder: Path) -> dict[str, str]:
        """The settings of a new database."""
        return self._server.create_database(name)

    def size_bytes(self, settings: dict[str, str]) -> int:
        """The size of tables and indexes, including dead rows, without the log."""
        return int(str(self.row(settings, "select pg_database_size(current_database())")[0]))

    def row(self, settings: dict[str, str], sql: str) -> tuple[object, ...]:
        """The row, read from the database."""
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
                (row,) = cursor.fetchall()
                return tuple(row)
        finally:
            connection.close()


def _node_name(unique_id: str) -> str:
    """The kind and the name of a node. A generic test ends with a hash, which its name does not need."""
    kind, _, name = unique_id.split(".")[:3]
    return f"{kind} {name}"


class Workspace:
    """A landing zone and a warehouse, with their own state, dbt target folder and logs."""

    def __init__(self, name: str, parent: Path, engine: Engine) -> None:
        """Create an empty landing zone and an empty warehouse."""
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
        """Load the landed files, build and test.

        Raises:
            CommandFailedError: a command or a test failed.
        """
        pid = self._engine.server_pid
        load = measure_step(python_command("load"), self._environment, pid)
        # Unit tests check code, not data, and cost the same over any landing; `make test` runs them.
        build = measure_step(dbt_command("build", "--exclude-resource-type", "unit_test"), self._environment, pid)
        results = json.loads((self.folder / "target" / "run_results.json").read_text())["results"]
        seconds: dict[str, float] = defaultdict(float)
        counts: dict[str, int] = defaultdict(int)
        nodes: dict[str, float] = {}
        for result in results:
            kind = result["unique_id"].split(".")[0]
            seconds[kind] += result["execution_time"]
            counts[kind] += 1
            nodes[_node_name(result["unique_id"])] = result["execution_time"]
        return Run(load, build, dict(seconds), dict(counts), nodes)

    def total_cost(self) -> str:
        """The exact total cost of all events in USD, as text."""
        return f"{self.row(_TOTAL_COST)[0]:f}"

    def row(self, sql: str) -> tuple[object, ...]:
        """The only row that a query on the warehouse returns."""
        return self._engine.row(self._settings, sql)

    def size_bytes(self) -> int:
        """The size of the warehouse on disk, in bytes."""
        return self._engine.size_bytes(self._settings)
