"""`run` on a terminal: one job in this process, with a line for each thing done."""

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
from rich.markup import escape
from rich.status import Status

from orchestration.plans import find_plan
from orchestration.running.home import prepare_home
from tokenbooks.errors import UsageError, UserError
from tokenbooks.transformation.project import BUILD

if TYPE_CHECKING:
    from dagster import DagsterEvent, EventLogEntry, ExecuteInProcessResult

#: Nothing is written to the terminal but our lines, so that there is no output for helper processes to collect.
_NO_OUTPUT_FILES = {
    "compute_logs": {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
}


def run_and_show(job: str, *, as_of: str | None = None, full_refresh: bool = False) -> None:
    """Run a job and print what it does.

    Args:
        job: its name.
        as_of: the instant at which the books are read, RFC 3339; None is now.
        full_refresh: whether to build incremental models from the start.

    Raises:
        UsageError: there is no such job, or `as_of` is no instant.
        UserError: the job could not be run or a step of it failed.
        KeyboardInterrupt: it was interrupted.
    """
    plan = find_plan(job)
    if as_of is not None:
        _check_instant(as_of)
    home = prepare_home()
    # Bound to the terminal here: standard output is swallowed while the job runs.
    console = Console(file=sys.stdout, soft_wrap=True, highlight=False)
    console.print(f"{plan.name}: {plan.description}")
    started = time.monotonic()
    with console.status("reading the dbt project") as status:
        result = _execute(plan.name, {"as_of": as_of, "full_refresh": full_refresh}, home, _Lines(console, status))
    _close(result, console, time.monotonic() - started)


def _check_instant(text: str) -> None:
    """Refuse at once what dbt would refuse after the load."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of is {text!r}; it must look like 2026-04-06T00:00:00Z") from None


class _Lines:
    """Prints a line for each asset made and each check failed, and on a terminal the step that is at work."""

    def __init__(self, console: Console, status: Status) -> None:
        self._console = console
        self._status = status

    def __call__(self, entry: EventLogEntry) -> None:
        """Look at one entry of Dagster's log."""
        event = entry.dagster_event
        if event and event.is_step_start:
            self._status.update(escape(event.step_key or ""))
        line = event and _line(event)
        if line:
            self._console.print(escape(line))


def _line(event: DagsterEvent) -> str | None:
    """What to print of an event."""
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
    # Dagster takes a second to import, and reads DAGSTER_HOME when it is.
    import dagster as dg
    from dagster._core.instance import InstanceRef

    # What Dagster logs is in the run's history and what dbt says in its log; here they would bury our lines.
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
        raise UserError(_problems(failures) or "the run was stopped")


def _problems(failures: list[DagsterEvent]) -> str:
    """What went wrong, once for all steps of which the same is said: three loads may wait for one writer."""
    steps: dict[str, list[str]] = {}
    for event in failures:
        data = event.step_failure_data
        failure = data.user_failure_data
        error = data.error_display_string.strip().splitlines()
        problem = str(failure.description) if failure else error[0] if error else "failed"
        steps.setdefault(problem, []).append(str(event.step_key))
    return "; ".join(f"{', '.join(names)}: {problem}" for problem, names in steps.items())
