"""A reader that behaves like BI: `python -m python_tests.publishing.reader PUBLISHED STOP FORMAT`.

It opens the current version again and again until the file STOP exists. It prints as JSON the number of reads, the
versions that it saw, and all errors.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

#: The pause between two reads, so that the builds get processor time.
_PAUSE_SECONDS = 0.1

#: Facts that are equal within one state of the books and differ between states.
_FACTS = """
    select
        (select count(*) from {fct_usage_events}) as events,
        (select cast(sum(events) as bigint) from {dim_users}) as events_of_users,
        (select sum(calculated_cost) from {fct_usage_events}) as cost_of_events,
        (select sum(calculated_cost) from {fct_usage_costs}) as cost_of_meters,
        (select sum(calculated_cost) from {fct_invoice_lines}) as cost_on_invoices,
        (select sum(calculated_cost) from {fct_reconciliations}) as cost_reconciled,
        (select sum(calculated_cost) from {fct_cost_allocations}) as cost_allocated,
        (select sum(billed_cost) from {fct_reconciliations}) as bill_reconciled,
        (select sum(billed_cost) from {fct_billed_charges}) as bill
"""
_MARTS = (
    "fct_usage_events",
    "dim_users",
    "fct_usage_costs",
    "fct_invoice_lines",
    "fct_reconciliations",
    "fct_cost_allocations",
    "fct_billed_charges",
)


def read_duckdb(published: Path) -> tuple[str, tuple[Any, ...]]:
    """Open the DuckDB file through the link and return its version and the facts in it."""
    with duckdb.connect(str(published / "current" / "tokenbooks.duckdb"), read_only=True) as connection:
        [(version,)] = connection.execute("select version from published_version").fetchall()
        counted = dict(connection.execute("select mart, row_count from published_marts").fetchall())
        [facts] = connection.execute(_FACTS.format(**{mart: f"marts.{mart}" for mart in _MARTS})).fetchall()
        found = {mart: connection.execute(f"select count(*) from marts.{mart}").fetchall()[0][0] for mart in counted}
    assert found == counted, f"{version}: {found} rows instead of {counted}"
    return version, facts


def read_parquet(published: Path) -> tuple[str, tuple[Any, ...]]:
    """Follow the link once, read the Parquet files there, and return their version and the facts in them."""
    folder = (published / "current").resolve()
    manifest = json.loads((folder / "version.json").read_text())
    with duckdb.connect() as connection:
        files = {mart: f"read_parquet('{folder}/marts/{mart}/*.parquet')" for mart in manifest["marts"]}
        [facts] = connection.execute(_FACTS.format(**files)).fetchall()
        found = {
            mart: connection.execute(f"select count(*) from {file}").fetchall()[0][0] for mart, file in files.items()
        }
    counted = {mart: sum(file["rows"] for file in what["files"].values()) for mart, what in manifest["marts"].items()}
    assert found == counted, f"{folder.name}: {found} rows instead of {counted}"
    return folder.name, facts


READERS: dict[str, Callable[[Path], tuple[str, tuple[Any, ...]]]] = {"duckdb": read_duckdb, "parquet": read_parquet}


def check(facts: tuple[Any, ...]) -> None:
    """Check that the facts of one version agree with each other."""
    events, events_of_users, cost, *costs, bill_reconciled, bill = facts
    assert events == events_of_users, facts
    assert all(other == cost for other in costs), facts
    assert bill_reconciled == bill, facts


def main(published: Path, stop: Path, kind: str) -> None:
    """Read until the stop file exists, and once more. The reader also ends when the test ends."""
    parent = os.getppid()
    reads, seen, problems = 0, {}, []
    is_last = False
    while not is_last and os.getppid() == parent:
        is_last = stop.exists()
        try:
            version, facts = READERS[kind](published)
            check(facts)
            state = [str(fact) for fact in facts]
            assert seen.setdefault(version, state) == state, f"{version} has changed: {seen[version]}, {state}"
        except Exception as error:
            problems.append(f"{type(error).__name__}: {error}")
        reads += 1
        time.sleep(_PAUSE_SECONDS)
    print(json.dumps({"reads": reads, "seen": seen, "problems": problems}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
