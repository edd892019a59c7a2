"""Measures loading and building against the floor: `python -m tools.benchmarks.run --events 1000000`.

One run on one machine measures everything, with the real commands and with warehouses in a temporary folder. Bills are
parts of their own: `--parts bills,growth --rows 1000000 --share 4 --formats azure,aws,focus`.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tools.benchmarks.bills.generate import FORMATS, Bill
from tools.benchmarks.bills.growth import measure_growth
from tools.benchmarks.bills.scenarios import measure_bill
from tools.benchmarks.bills.table import bill_table, growth_table
from tools.benchmarks.measure import CommandFailedError
from tools.benchmarks.scenarios import PARTS, measure_all, measure_start
from tools.benchmarks.table import result_table
from tools.benchmarks.workspace import DuckDb, Engine, Postgres

TARGETS = ("duckdb", "postgres")
#: The parts that measure bills. They run only if they are named.
BILL_PARTS = ("bills", "growth")
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
    parts: Annotated[
        str, typer.Option(help=f"What to measure: some of {','.join(PARTS)} of usage, and of {','.join(BILL_PARTS)}.")
    ] = ",".join(PARTS),
    rows: Annotated[int, typer.Option(min=1, help="Rows of a bill, for the part bills.")] = 1_000_000,
    share: Annotated[int, typer.Option(min=0, max=100, help="Percent of a bill's lines that are ours.")] = 4,
    formats: Annotated[str, typer.Option(help="Formats of bills, for both parts.")] = ",".join(FORMATS),
    sizes: Annotated[str, typer.Option(help="Numbers of charges, for the part growth.")] = "10000,100000",
) -> None:
    """Print what was measured as tables: usage, the bill of each format, and growth per tenfold of its nodes."""
    chosen, of_bills = _words(parts, (*PARTS, *BILL_PARTS), "--parts"), _words(formats, FORMATS, "--formats")
    of_usage = tuple(part for part in chosen if part in PARTS)
    if target not in TARGETS:
        raise typer.BadParameter(f"--target must be one of {', '.join(TARGETS)}")
    charges = {int(size) for size in sizes.split(",") if size.isdigit()}
    if len(charges) < 2 or min(charges) < 1:
        raise typer.BadParameter("--sizes must be at least two numbers of charges")
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

            start = None
            if of_usage or not chosen:
                results = measure_all(
                    events, max(history_events or events, 365), of_usage, target, engine, Path(folder), announce
                )
                start = results.fixed, results.start_up
                wide.print(result_table(results))
            if "bills" in chosen:
                start = start or measure_start(engine, Path(folder), announce)
                for format_ in of_bills:
                    measured = measure_bill(Bill(format_, rows, share), engine, Path(folder), announce)
                    wide.print(bill_table(measured, *start, target))
            if "growth" in chosen:
                for format_ in of_bills:
                    nodes = measure_growth(format_, charges, engine, Path(folder), announce)
                    wide.print(growth_table(nodes, format_, target))
    except CommandFailedError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from error


def _words(text: str, known: Sequence[str], option: str) -> tuple[str, ...]:
    """The words of an option, each of which must be known."""
    words = tuple(word for word in text.split(",") if word)
    if not set(words) <= set(known):
        raise typer.BadParameter(f"{option} must be some of {','.join(known)}")
    return words


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
