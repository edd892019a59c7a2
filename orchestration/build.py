"""Run dbt in process, with progress that a person can read and errors in a line each."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from orchestration.errors import UserError

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class BuildResult:
    """What a dbt command did.

    Attributes:
        passed: seeds and models built, tests passed.
        failed: one line for each node that failed.
    """

    passed: int
    failed: tuple[str, ...]


def ensure_profile(project: Path = PROJECT) -> None:
    """Give dbt its profile: profiles.yml from the example, if there is none yet."""
    profile = project / "profiles.yml"
    if not profile.exists():
        shutil.copyfile(project / "profiles.yml.example", profile)


def run_dbt(arguments: Sequence[str], console: Console) -> BuildResult:
    """Run a dbt command on the project, showing how many of its nodes are done.

    Raises:
        UserError: dbt could not start: the project does not parse, or the warehouse cannot be reached.
    """
    from dbt.cli.main import dbtRunner

    ensure_profile()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(" ".join(arguments[:1]), total=None)

        def show(event: Any) -> None:
            if event.info.name == "NodeFinished":
                progress.advance(task)
            elif event.info.name == "NodeStart" and progress.tasks[task].total is None:
                progress.update(task, total=None)

        where = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
        outcome = dbtRunner(callbacks=[show]).invoke([*arguments, *where, "--quiet", "--log-level", "none"])
    _let_go_of_duckdb()
    if outcome.result is None:
        raise UserError(f"dbt could not run: {_first_line(outcome.exception)}")
    # Hooks are results, too, and nobody's model or test.
    results = [result for result in outcome.result if result.node.resource_type != "operation"]
    bad = [result for result in outcome.result if str(result.status) in {"error", "fail", "runtime error"}]
    return BuildResult(
        passed=sum(1 for result in results if str(result.status) in {"success", "pass"}),
        failed=tuple(
            f"{result.node.resource_type} {result.node.name}: {_first_line(result.message)}" for result in bad
        ),
    )


def _let_go_of_duckdb() -> None:
    """Close the file, which dbt keeps open as long as the process lives: whoever reads it next opens it read-only."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    reset_adapters()
    DuckDBConnectionManager.close_all_connections()
    gc.collect()


def _first_line(message: object) -> str:
    lines = [line.strip() for line in str(message or "no message").splitlines() if line.strip()]
    return " ".join(lines[:2]) if lines else "no message"
