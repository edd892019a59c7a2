"""The `build` command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from rich.console import Console

from tokenbooks.refusals import show_refused
from tokenbooks.settings import Settings
from tokenbooks.texts import escaped
from tokenbooks.transformation.build import run_dbt
from tokenbooks.warehouse.open import open_marts

#: How many rows of a test that warned are shown.
_WARNED_ROWS = 10
_UNIT_TESTS = "--unit-tests"
#: Options that select what to build.
_SELECTING = {"-s", "--select", "-m", "--models", "--model", "--selector", "--exclude"}


def build_and_show(arguments: Sequence[str]) -> int:
    """Run `dbt build` and print its outcome.

    Args:
        arguments: further arguments of `dbt build`, and `--unit-tests`.

    Returns:
        The exit code: 0, or 3 if a seed, model or test failed.

    Raises:
        UserError: see `run_dbt`.
    """
    console = Console(soft_wrap=True, highlight=False)
    result = run_dbt(["build", *_with_unit_tests_or_without(arguments)], console)
    console.print(f"{result.passed} seeds, models and tests passed, {len(result.failed)} failed")
    for note in result.notes:
        console.print(escaped(f"  {note}"))
    for failure in result.failed:
        console.print(escaped(f"  failed {failure}"))
    for line in _warnings(result.warned):
        console.print(escaped(line))
    show_refused(console, Settings.from_environment(os.environ))
    return 3 if result.failed else 0


def _with_unit_tests_or_without(arguments: Sequence[str]) -> list[str]:
    """The arguments for dbt. Unit tests run only if `--unit-tests` or the selection requests them."""
    ours = [argument for argument in arguments if argument != _UNIT_TESTS]
    if _UNIT_TESTS in arguments:
        is_selected = any(argument.partition("=")[0] in _SELECTING for argument in ours)
        # Without a selection dbt uses the default selector, which excludes unit tests.
        return ours if is_selected else [*ours, "--select", "fqn:*", "source:*", "exposure:*"]
    if any(name in argument for argument in ours for name in ("unit_test", "test_type:unit")):
        return ours
    return [*ours, "--exclude-resource-type", "unit_test"]


def _warnings(warned: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The rows that each test found that warned."""
    if not warned:
        return
    with open_marts(Settings.from_environment(os.environ)) as marts:
        for name, sql in warned:
            yield f"  warning {name}:"
            rows = marts.rows(f"select * from ({sql}) as found")
            yield from ("    " + "  ".join(str(value) for value in row) for row in rows[:_WARNED_ROWS])
            if len(rows) > _WARNED_ROWS:
                yield f"    and {len(rows) - _WARNED_ROWS} more"
