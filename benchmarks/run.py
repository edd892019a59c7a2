"""Measure loading and building against the floor: `python -m benchmarks.run --events 1000000`.

Everything is measured in one run, on one machine, with the real commands and an embedded DuckDB in a temporary folder.
"""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.floor import Floor, measure_floor
from benchmarks.generate import write_benchmark_landing

ROOT = Path(__file__).resolve().parents[1]
RATIO_AIM = 4.0
FIXED_SECONDS_AIM = 40.0
TAIL_LINES = 40

Result = TypeVar("Result")


@dataclass(frozen=True)
class Step:
    """One command: wall-clock seconds, and the largest resident size of its processes in bytes."""

    seconds: float
    peak_bytes: int


@dataclass(frozen=True)
class Run:
    """Loading and building one landing area; `node_seconds` adds up dbt's threads per kind of node."""

    load: Step
    build: Step
    node_seconds: dict[str, float]
    node_counts: dict[str, int]

    @property
    def seconds(self) -> float:
        """Return the wall-clock seconds of both commands."""
        return self.load.seconds + self.build.seconds

    @property
    def peak_bytes(self) -> int:
        """Return the largest resident size of any process."""
        return max(self.load.peak_bytes, self.build.peak_bytes)


class CommandFailedError(RuntimeError):
    """A measured command did not succeed, so its time means nothing."""


def main(events: Annotated[int, typer.Option(min=1, help="Usage events to land.")] = 1_000_000) -> None:
    """Print the floor, the fixed cost, load, build and the ratio (total - fixed) / floor."""
    console = Console()
    try:
        table = measure(events, console)
    except CommandFailedError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    console.print(table)


def measure(events: int, console: Console) -> Table:
    """Measure everything in a temporary folder and return the table of results."""
    with tempfile.TemporaryDirectory(prefix="tokenbooks-bench-") as folder, console.status("") as status:
        workspace = Path(folder)
        status.update("fixed cost: loading and building nothing")
        empty = workspace / "empty"
        (empty / "landing").mkdir(parents=True)
        fixed = measure_run(empty)
        status.update(f"writing {events:,} events")
        full = workspace / "full"
        apart(write_benchmark_landing, full / "landing", events)
        status.update("floor: one hand-written script")
        floor = apart(measure_floor, full / "landing", workspace / "floor.duckdb")
        if floor.events != events:
            raise CommandFailedError(f"the floor found {floor.events:,} events instead of {events:,}")
        status.update("loading and building")
        run = measure_run(full)
    return result_table(events, floor, fixed, run)


def apart(work: Callable[..., Result], *arguments: object) -> Result:
    """Run a function in a process of its own.

    A measured command counts the memory of the process that starts it, so this one must stay small.
    """
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure_run(workspace: Path) -> Run:
    """Load `landing` of the workspace and build it, with database, state, target and logs of their own."""
    profiles = workspace / "profiles"
    profiles.mkdir()
    shutil.copy(ROOT / "profiles.yml.example", profiles / "profiles.yml")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TOKENBOOKS_", "DBT_"))}
    environment |= {
        "TOKENBOOKS_TARGET": "duckdb",
        "TOKENBOOKS_DUCKDB": str(workspace / "tokenbooks.duckdb"),
        "TOKENBOOKS_LANDING": str(workspace / "landing"),
        "TOKENBOOKS_STATE": str(workspace / "state"),
        "DBT_PROFILES_DIR": str(profiles),
        "DBT_PROJECT_DIR": str(ROOT),
        "DBT_TARGET_PATH": str(workspace / "target"),
        "DBT_LOG_PATH": str(workspace / "logs"),
    }
    load = measure_step([sys.executable, "-m", "orchestration", "load"], environment)
    # Unit tests check code, not data, and cost the same over any landing; `make test` runs them.
    dbt = str(Path(sys.executable).with_name("dbt"))
    build = measure_step([dbt, "build", "--exclude-resource-type", "unit_test"], environment)
    results = json.loads((workspace / "target" / "run_results.json").read_text())["results"]
    seconds: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for result in results:
        kind = result["unique_id"].split(".")[0]
        seconds[kind] += result["execution_time"]
        counts[kind] += 1
    return Run(load, build, dict(seconds), dict(counts))


def measure_step(command: list[str], environment: dict[str, str]) -> Step:
    """Run one command to its end; raises `CommandFailedError` with its last lines when it fails."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        lines: list[str] = []
        # The output is read beside the wait, so that a full pipe cannot stop the command.
        reader = threading.Thread(target=lambda: lines.extend(process.stdout or ()))
        reader.start()
        # wait4 tells the resources of this very process and of those it waited for.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        reader.join()
    if process.returncode:
        raise CommandFailedError(f"{' '.join(command)} ended with {process.returncode}\n{''.join(lines[-TAIL_LINES:])}")
    # Linux counts in kibibytes, macOS in bytes.
    return Step(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def result_table(events: int, floor: Floor, fixed: Run, run: Run) -> Table:
    """Return everything measured, with the aims beside what they bound."""
    ratio = (run.seconds - fixed.seconds) / floor.seconds
    table = Table("Measure", "Value", "Aim", title=f"{events:,} events", title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("floor: one hand-written script", _seconds(floor.seconds))
    table.add_row("  its total cost, USD", f"{floor.total_cost:f}")
    table.add_row("fixed cost: load and build of nothing", _seconds(fixed.seconds), f"under {FIXED_SECONDS_AIM:.0f} s")
    table.add_row("  load", _seconds(fixed.load.seconds))
    table.add_row("  build and tests", _seconds(fixed.build.seconds))
    table.add_row("load", _seconds(run.load.seconds))
    table.add_row("  events per second", f"{events / run.load.seconds:,.0f}")
    table.add_row("build and tests", _seconds(run.build.seconds))
    for kind in sorted(run.node_seconds):
        name = f"  {run.node_counts[kind]:,} nodes of kind {kind}, summed over threads"
        table.add_row(name, _seconds(run.node_seconds[kind]))
    table.add_row("total", _seconds(run.seconds))
    table.add_row("peak memory: load", _mebibytes(run.load.peak_bytes))
    table.add_row("peak memory: build and tests", _mebibytes(run.build.peak_bytes))
    style = "bold green" if ratio <= RATIO_AIM else "bold red"
    table.add_row("(total - fixed) / floor", f"[{style}]{ratio:.2f}[/]", f"at most {RATIO_AIM:.0f}")
    return table


def _seconds(value: float) -> str:
    return f"{value:,.2f} s"


def _mebibytes(value: int) -> str:
    return f"{value / 2**20:,.0f} MiB"


if __name__ == "__main__":
    typer.run(main)
