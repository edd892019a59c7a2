"""Runs dbt in this process, with a progress bar and one line per error."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tokenbooks.errors import UserError, is_disk_full, says_disk_full

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class BuildResult:
    """The outcome of a dbt command.

    Attributes:
        passed: number of seeds and models that were built and of tests that passed.
        failed: one line for each node that failed.
        warned: name and compiled SQL of each test that warned.
        notes: messages of our macros, for example which orphaned tables they dropped.
    """

    passed: int
    failed: tuple[str, ...]
    warned: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def ensure_profile(project: Path = PROJECT) -> None:
    """Create profiles.yml from the example, if it does not exist yet."""
    profile = project / "profiles.yml"
    if not profile.exists():
        shutil.copyfile(project / "profiles.yml.example", profile)


def run_dbt(arguments: Sequence[str], console: Console) -> BuildResult:
    """Run a dbt command on the project and show how many of its nodes are done.

    Args:
        arguments: the command and its arguments.
        console: where to show the progress.

    Raises:
        UserError: dbt could not start, or the disk is full. dbt cannot start if the project does not parse, the
            warehouse cannot be reached, or another process is writing to it.
    """
    if str(PROJECT) not in sys.path:
        sys.path.append(str(PROJECT))  # where dbt finds the plugin that locks out other writers
    from dbt.cli.main import dbtRunner

    import dbt_tokenbooks

    ensure_profile()
    notes: list[str] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(" ".join(arguments[:1]), total=None)

        def show(event: Any) -> None:
            if event.info.name == "NodeFinished":
                progress.advance(task)
            elif event.info.name == "JinjaLogInfo":
                notes.append(event.data.msg)

        # The arguments come last, so that they take precedence.
        options = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--quiet", "--log-level", "none"]
        try:
            outcome = dbtRunner(callbacks=[show]).invoke([*arguments[:1], *options, *arguments[1:]])
        finally:
            dbt_tokenbooks.release()
            _release_duckdb()
    if is_disk_full(outcome.exception):
        raise _full_disk()
    if outcome.result is None:
        raise _refusal(outcome.exception) or UserError(
            f"dbt could not run: {_first_line(outcome.exception)}; fix that and build again"
        )
    # Hooks are results too, but they are not models or tests.
    results = [result for result in outcome.result if result.node.resource_type != "operation"]
    bad = [result for result in outcome.result if str(result.status) in {"error", "fail", "runtime error"}]
    if any(says_disk_full(str(result.message)) for result in bad):
        raise _full_disk()  # the other nodes fail for the same reason, with other messages
    return BuildResult(
        passed=sum(1 for result in results if str(result.status) in {"success", "pass"}),
        failed=tuple(
            f"{result.node.resource_type} {result.node.name}: {_first_line(result.message)}" for result in bad
        ),
        warned=tuple(
            (result.node.name, result.node.compiled_code) for result in results if str(result.status) == "warn"
        ),
        notes=tuple(notes),
    )


def _release_duckdb() -> None:
    """Close the file, because dbt keeps it open until the process ends and the next reader opens it read-only."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    reset_adapters()
    DuckDBConnectionManager.close_all_connections()
    gc.collect()


def _full_disk() -> UserError:
    return UserError("the disk is full; free some space and build again, nothing is lost")


def _refusal(error: BaseException | None) -> UserError | None:
    """The error that the plugin raised, without the exceptions that dbt wraps around it."""
    while error is not None and not isinstance(error, UserError):
        error = error.__cause__ or error.__context__
    return error


def _first_line(message: object) -> str:
    lines = [line.strip() for line in str(message or "no message").splitlines() if line.strip()]
    return " ".join(lines[:2]) if lines else "no message"
