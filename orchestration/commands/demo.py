"""The `demo` command: lands the demo world, loads it, builds and tests the books, prints and publishes them."""

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
    """Run the demo with the landing zone and warehouse of the environment.

    Returns:
        The exit code: 0, or 3 if a seed, model or test failed.

    Raises:
        UserError: the landing zone is remote, or contains files that the demo did not write.
    """
    landing = Settings.from_environment().landing
    if "://" in landing:
        raise UserError(f"the demo cannot write to {landing}; set TOKENBOOKS_LANDING to a local folder")
    root = Path(landing)
    if root.exists() and any(root.iterdir()) and not (root / _MARK).exists():
        raise UserError(
            f"{root}/ contains files that the demo did not write; set TOKENBOOKS_LANDING to an empty folder"
        )
    started = time.monotonic()
    console.rule("1 of 5: land three months of usage and bills", align="left")
    summary = write_demo_world(root)
    console.print(counts_table(summary))
    console.rule("2 of 5: load the landed files", align="left")
    load_and_show([], with_checks=True)
    console.rule("3 of 5: build and test the books", align="left")
    result = run_dbt(["build"], console)
    console.print(f"{result.passed} seeds, models and tests passed, {len(result.failed)} failed")
    for failure in result.failed:
        console.print(f"  [red]failed[/] {failure}", highlight=False)
    show_refused(console, Settings.from_environment())
    if result.failed:
        return 3
    console.rule("4 of 5: print the report", align="left")
    console.print(disturbances_table(summary))
    show_report(None, console)
    console.rule("5 of 5: publish the marts for BI", align="left")
    publish_and_show(console)
    console.print(f"\n[dim]Done in {time.monotonic() - started:.0f} s.[/]", highlight=False)
    return 0
