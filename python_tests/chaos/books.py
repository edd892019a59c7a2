"""The commands and the warehouse of the chaos tests, and the checks that must hold after every finished command."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from python_tests.chaos.world import delivery_ids, files
from python_tests.pipeline.books import Books, Dbt, Mart
from python_tests.workspace import Workspace
from tokenbooks.loading.records import INCOMPLETE
from tokenbooks.loading.sources import SOURCES
from tokenbooks.transformation.project import PROJECT_DIR
from tokenbooks.warehouse.lock import LOCK

_TIMEOUT_SECONDS = 900
_LOAD = [sys.executable, "-m", "orchestration", "load", "--no-checks"]
#: By default dbt parses the project in every new folder, which takes longer than most of the disturbed runs.
_DBT = """#!{python}
import sys

from python_tests.parsed_dbt import dbt

sys.exit(dbt({manifest!r}, {database!r}, {seeds!r}, *sys.argv[1:]))
"""


class Disagreement(Exception):
    """Data is lost, doubled or different, or a run that should succeed failed."""


@dataclass
class Running:
    """A command that runs in its own process group. Its output goes to a file."""

    process: subprocess.Popen[bytes]
    output: Path
    started: float = field(default_factory=time.monotonic)

    def wait(self, seconds: float) -> bool:
        """Wait for at most a number of seconds and return whether the command has ended."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the whole group."""
        os.killpg(self.process.pid, number)

    def kill(self) -> bool:
        """Kill the whole group and return whether it was still running."""
        if self.process.poll() is not None:
            return False
        self.send(signal.SIGKILL)
        return self.process.wait() == -signal.SIGKILL

    @property
    def text(self) -> str:
        """The output of the command."""
        return self.output.read_text(errors="replace")


@dataclass
class ChaosBooks:
    """A landing zone and a warehouse, and the commands on them.

    Attributes:
        workspace: the landing zone and the warehouse. All histories use the same folder, so that dbt parses only once.
        source: the landing zone that deliveries are copied from.
        seconds: duration of the last undisturbed run of each command.
    """

    workspace: Workspace
    source: Path
    seconds: dict[str, float] = field(default_factory=dict)
    _runs: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of the commands."""
        folder = self.workspace.folder
        return {
            **self.workspace.environment,
            "DBT_PROFILES_DIR": str(folder),
            "DBT_PROJECT_DIR": str(PROJECT_DIR),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }

    def prepare(self) -> None:
        """Begin a history with an empty landing zone and an empty warehouse."""
        self.workspace.landing.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.workspace.landing)
        self.workspace.landing.mkdir()
        shutil.copy(PROJECT_DIR / "profiles.yml.example", self.workspace.folder / "profiles.yml")
        for path in self.workspace.folder.glob(f"{self.workspace.duckdb_path.name}*"):
            path.unlink()
        if self.is_postgres:
            self.workspace.execute(
                "do $$ declare name text; begin"
                " for name in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public$)'"
                " loop execute format('drop schema %I cascade', name); end loop; end $$"
            )

    @property
    def is_postgres(self) -> bool:
        """Whether the warehouse is a PostgreSQL database."""
        return self.workspace.environment["TOKENBOOKS_TARGET"] == "postgres"

    def load(self, ahead: int = 0) -> Running:
        """Start a load whose clock is a number of seconds ahead."""
        if ahead:
            module = [sys.executable, "-m", "python_tests.chaos.ahead", str(ahead)]
            return self.start([*module, *_LOAD[3:]])
        return self.start(_LOAD)

    def build(self, *arguments: str) -> Running:
        """Start `dbt build`."""
        return self.start(self.dbt("build", "--exclude-resource-type", "unit_test", *arguments))

    def dbt(self, *arguments: str) -> list[str]:
        """The command line of dbt itself, which reads the books as of now."""
        manifest, database, seeds, *command = Dbt(self.workspace.folder).command(self.workspace, *arguments, as_of=None)
        program = self.workspace.folder / "dbt"
        program.write_text(_DBT.format(python=sys.executable, manifest=manifest, database=database, seeds=seeds))
        program.chmod(0o755)
        return [str(program), *command]

    def spare_parsing(self) -> None:
        """Let our commands find the parsed project."""
        Dbt(self.workspace.folder).spare_parsing(self.workspace)

    def start(self, command: list[str]) -> Running:
        """Start any command."""
        self._runs += 1
        output = self.workspace.folder / f"run_{self._runs}.log"
        with output.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=PROJECT_DIR, env=self.environment, stdout=file, stderr=file, start_new_session=True
            )
        return Running(process, output)

    def finish(self, kind: str, running: Running) -> None:
        """Wait until a run ends. It must succeed.

        Raises:
            Disagreement: the run failed.
        """
        if not running.wait(_TIMEOUT_SECONDS):
            running.kill()
            raise Disagreement(f"{kind} did not end: {running.text[-2000:]}")
        if running.process.returncode:
            raise Disagreement(f"{kind} ended with {running.process.returncode}: {running.text[-2000:]}")
        self.seconds[kind] = time.monotonic() - running.started
        running.output.unlink()

    def check_ledger(self) -> None:
        """Check that every landed content is in the ledger once, and that the raw tables agree with the ledger.

        A page waits outside the ledger until the pages behind it have landed too.

        Raises:
            Disagreement: they do not.
        """
        ids = [row[0] for row in self.workspace.query("select delivery_id from raw.deliveries")]
        waiting = [
            file
            for (file,) in self.workspace.query(
                f"select file from raw.rejected_records where reason = '{INCOMPLETE}' order by file"
            )
        ]
        if waiting and files(self.workspace.landing) == files(self.source):
            raise Disagreement(f"everything has landed, and {', '.join(waiting)} wait for other pages")
        expected = delivery_ids(self.workspace.landing, {PurePosixPath(file) for file in waiting})
        if len(ids) != len(set(ids)) or set(ids) != expected:
            raise Disagreement(f"the ledger has {len(ids)} rows, {len(set(ids))} ids, of {len(expected)} deliveries")
        for table in (*SOURCES, "rejected_records"):
            mine, column, loaded = f"source = '{table}'", "records", "true"
            if table == "rejected_records":
                mine, column, loaded = "true", "rejected", f"reason != '{INCOMPLETE}'"
            [found] = self.workspace.query(
                f"select count(*), count(distinct concat(delivery_id, ' ', record_number))"
                f" from raw.{table} where {loaded}"
            )
            [(wanted,)] = self.workspace.query(f"select coalesce(sum({column}), 0) from raw.deliveries where {mine}")
            if found[0] != wanted or (table in SOURCES and found[1] != wanted):
                raise Disagreement(f"raw.{table} has {found[0]} rows, {found[1]} different; the ledger has {wanted}")
        if self.workspace.query("select count(*) from raw.unfinished_loads") != [(0,)]:
            raise Disagreement("the journal of unfinished loads is not empty")

    def is_held_by(self, running: Running) -> bool:
        """Whether a run has locked out other writers."""
        if self.is_postgres:
            held = f"select count(*) from pg_locks where locktype = 'advisory' and classid = {LOCK[0]} and granted"
            return self.workspace.query(held) != [(0,)]
        try:
            file = f":{self.workspace.duckdb_path.stat().st_ino} "
            locks = Path("/proc/locks").read_text().splitlines()
            return any(f"ADVISORY  WRITE {running.process.pid} " in lock and file in lock for lock in locks)
        except OSError:
            return False

    def marts(self) -> Mapping[str, Mart]:
        """The rows of every mart as text."""
        return Books(self.workspace, Dbt(self.workspace.folder)).marts

    def backends(self) -> list[int]:
        """The server processes that work for a writer."""
        names = "application_name = 'dbt' or application_name like 'dbt %' or application_name like 'tokenbooks%'"
        return [pid for (pid,) in self.workspace.query(f"select pid from pg_stat_activity where {names}")]


def differing(found: Mapping[str, Mart], expected: Mapping[str, Mart]) -> list[str]:
    """The marts that differ."""
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
