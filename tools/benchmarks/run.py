"""Measures loading and building against the floor: `python -m tools.benchmarks.run --events 1000000`.

One run on one machine measures everything, with the real commands and with warehouses in a temporary folder.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tools.benchmarks.measure import CommandFailedError
from tools.benchmarks.scenarios import PARTS, measure_all
from tools.benchmarks.table import result_table
from tools.benchmarks.workspace import DuckDb, Engine, Postgres

TARGETS = ("duckdb", "postgres")
#: Settings that suit a machine with 2 cores and a few gibibytes of memory.
SERVER_SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "random_page_cost": "1.1",
    "effective_cache_size": "4GB",
}


def main(
    events: Annotated[int, typer.Option(min=31, help="Usage events of March 2026 to land.")] = 1_000_000,
    history_events: Annotated[
        int | None, typer.Option(min=365, help="Usage events of the twelve months; default: as many as --events.")
    ] = None,
    target: Annotated[str, typer.Option(help="duckdb or postgres; the floor always runs on DuckDB.")] = "duckdb",
    parts: Annotated[str, typer.Option(help="What to measure besides floor and fixed cost.")] = ",".join(PARTS),
) -> None:
    """Print floor, fixed cost, load, build, an additional day, memory and peers as one table."""
    chosen = tuple(part for part in parts.split(",") if part)
    if target not in TARGETS or not set(chosen) <= set(PARTS):
        raise typer.BadParameter(f"--target must be one of {', '.join(TARGETS)}, and --parts some of {','.join(PARTS)}")
    console = Console()
    # A table that is written to a file is as wide as it needs to be.
    wide = console if console.is_terminal else Console(width=120)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="tokenbooks-bench-") as folder,
            _engine(target) as engine,
            console.status("") as status,
        ):

            def announce(what: str) -> None:
                status.update(what)
                if not console.is_terminal:
                    console.print(f"{what} …", soft_wrap=True)

            results = measure_all(
                events, max(history_events or events, 365), chosen, target, engine, Path(folder), announce
            )
    except CommandFailedError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error
    wide.print(result_table(results))


@contextmanager
def _engine(target: str) -> Iterator[Engine]:
    if target == "duckdb":
        yield DuckDb()
        return
    from tools.servers.postgres import PostgresServer

    with PostgresServer(settings=SERVER_SETTINGS) as server:
        yield Postgres(server)


if __name__ == "__main__":
    typer.run(main)
