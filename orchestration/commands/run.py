"""The `run` command: runs one job in this process and prints one line per asset."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status

from orchestration.plans import find_plan
from orchestration.running.home import prepare_home
from tokenbooks.errors import UsageError, UserError
from tokenbooks.texts import escaped
from tokenbooks.transformation.project import BUILD

if TYPE_CHECKING:
    from dagster import DagsterEvent, EventLogEntry, ExecuteInProcessResult

#: Dagster does not collect the output of steps in files, which would need further processes.
_NO_OUTPUT_FILES = {
    "compute_logs": {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
}


def run_and_show(job: str, *, as_of: str | None = None, full_refresh: bool = False) -> None:
    """Run a job and print its progress.

    Args:
        job: name of the job.
        as_of: the instant at which the books are read, RFC 3339. None means now.
        full_refresh: whether to build incremental models again from the start.

    Raises:
        UsageError: the job is unknown, or `as_of` is not an instant.
        UserError: the job could not run, or a step of it failed.
        KeyboardInterrupt: the job was interrupted.
    """
    plan = find_plan(job)
    if as_of is not None:
        _check_instant(as_of)
    home = prepare_home()
    # The console keeps the terminal, because standard output is redirected while the job runs.
    console = Console(file=sys.stdout, soft_wrap=True, highlight=False)
    console.print(f"{plan.name}: {plan.description}")
    started = time.monotonic()
    with console.status("reading the dbt project") as status:
        result = _execute(plan.name, {"as_of": as_of, "full_refresh": full_refresh}, home, _Lines(console, status))
    _close(result, console, time.monotonic() - started)


def _check_instant(text: str) -> None:
    """Refuse a malformed instant before the load. dbt would refuse it only afterwards."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of is {text!r}; it must look like 2026-04-06T00:00:00Z") from None


class _Lines:
    """Prints a line for each asset and each failed check. On a terminal it also shows the running step."""

    def __init__(self, console: Console, status: Status) -> None:
        self._console = console
        self._status = status

    def __call__(self, entry: EventLogEntry) -> None:
        """Handle one entry of Dagster's log."""
        event = entry.dagster_event
        if event and event.is_step_start:
            self._status.update(escaped(event.step_key or ""))
        line = event and _line(event)
        if line:
            self._console.print("\n".join(map(escaped, line.splitlines())))


def _line(event: DagsterEvent) -> str | None:
    """The line to print for an event; None if there is nothing to print."""
    if event.is_step_materialization:
        materialization = event.step_materialization_data.materialization
        counts = [
            f"{materialization.metadata[name].value:,} {name}"
            for name in ("deliveries", "records", "rejected", "skipped")
            if name in materialization.metadata
        ]
        key = materialization.asset_key.to_user_string()
        if "version" in materialization.metadata:
            version, rows = (materialization.metadata[name].value for name in ("version", "dagster/row_count"))
            return f"  published version {version}: {rows:,} rows"
        if "pulled" in materialization.metadata:
            return f"  {key}: {materialization.metadata['pulled'].value}"
        return f"  loaded {key}: {', '.join(counts)}" if counts else f"  built {key}"
    if event.event_type_value == "ASSET_CHECK_EVALUATION":
        check = event.asset_check_evaluation_data
        if not check.passed:
            name = f"{check.asset_key.to_user_string()} {check.check_name}"
            because = f": {check.description}" if check.description else ""
            return f"  check failed ({check.severity.value.lower()}): {name}{because}"
    return None


def _execute(
    job: str, config: dict[str, object], home: Path, listener: Callable[[EventLogEntry], None]
) -> ExecuteInProcessResult:
    # Dagster takes a second to import, and reads DAGSTER_HOME while it is imported.
    import dagster as dg
    from dagster._core.instance import InstanceRef

    # Dagster's log is in the run's history, and dbt has a log of its own. Here they would hide our lines.
    logging.disable(logging.CRITICAL)
    from orchestration.definitions import defs

    run_id = str(uuid.uuid4())
    silence = io.StringIO()
    with (
        dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides=_NO_OUTPUT_FILES)) as instance,
        contextlib.redirect_stdout(silence),
        contextlib.redirect_stderr(silence),
    ):
        instance.add_event_listener(run_id, listener)
        return defs.resolve_job_def(job).execute_in_process(
            run_config={"ops": {BUILD: {"config": config}}},
            instance=instance,
            raise_on_error=False,
            run_id=run_id,
        )


def _close(result: ExecuteInProcessResult, console: Console, seconds: float) -> None:
    steps = [event for event in result.all_events if event.is_step_success or event.is_step_failure]
    failures = [event for event in steps if event.is_step_failure]
    if any("DagsterExecutionInterruptedError" in event.step_failure_data.error_display_string for event in failures):
        raise KeyboardInterrupt
    checks = result.get_asset_check_evaluations()
    failed = sum(not check.passed for check in checks)
    console.print(
        f"{len(steps)} steps, {len(failures)} failed; {len(checks):,} checks, {failed:,} failed; {seconds:.0f} s"
    )
    if not result.success:
        raise UserError(_problems(failures) or "the run was stopped before it finished; run the job again")


def _problems(failures: list[DagsterEvent]) -> str:
    """The problems of the failed steps. A shared problem, such as another writer, is listed once with all its steps."""
    steps: dict[str, list[str]] = {}
    for event in failures:
        data = event.step_failure_data
        failure = data.user_failure_data
        error = data.error_display_string.strip().splitlines()
        problem = str(failure.description) if failure else error[0] if error else "failed"
        steps.setdefault(problem, []).append(str(event.step_key))
    return "; ".join(f"{', '.join(names)}: {problem}" for problem, names in steps.items())
