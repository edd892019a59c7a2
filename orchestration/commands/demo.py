"""The `demo` command: land the demo world, load it, build and test the books, print and publish them."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from orchestration.commands.load import load_and_show
from orchestration.commands.publish import publish_and_show
from orchestration.commands.report import show_report
from orchestration.commands.simulate import counts_table, disturbances_table
from tokenbooks.errors import UserError
from tokenbooks.refusals import show_refused
from tokenbooks.settings import Settings
from tokenbooks.transformation.build import run_dbt
from tools.simulator.world import write_demo_world

_MARK = "_disturbances.json"


def run_demo(console: Console) -> int:
    """Run the whole of it into the landing zone and warehouse of the environment.

    Returns:
        The exit code: 0, or 3 when a model or test failed.

    Raises:
        UserError: the landing zone is remote, or holds files that are not the demo's.
    """
    landing = Settings.from_environment().landing
    if "://" in landing:
        raise UserError(f"the demo writes files: set TOKENBOOKS_LANDING to a folder, not {landing}")
    root = Path(landing)
    if root.exists() and any(root.iterdir()) and not (root / _MARK).exists():
        raise UserError(f"{root}/ holds files that are not the demo's; set TOKENBOOKS_LANDING to another folder")
    started = time.monotonic()
    console.rule("1 of 5: land three months of usage and bills", align="left")
    summary = write_demo_world(root)
    console.print(counts_table(summary))
    console.rule("2 of 5: load what has landed", align="left")
    load_and_show([], with_checks=True)
    console.rule("3 of 5: build and test the books", align="left")
    result = run_dbt(["build"], console)
    console.print(f"{result.passed} seeds, models and tests passed, {len(result.failed)} failed")
    for failure in result.failed:
        console.print(f"  [red]failed[/] {failure}", highlight=False)
    show_refused(console, Settings.from_environment())
    if result.failed:
        return 3
    console.rule("4 of 5: read them", align="left")
    console.print(disturbances_table(summary))
    show_report(None, console)
    console.rule("5 of 5: publish them for BI", align="left")
    publish_and_show(console)
    console.print(f"\n[dim]Done in {time.monotonic() - started:.0f} s.[/]", highlight=False)
    return 0
