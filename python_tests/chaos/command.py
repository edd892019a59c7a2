"""`make chaos`: histories until enough kills happened on each engine, and a summary of them."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from python_tests.chaos.books import ChaosBooks
from python_tests.chaos.history import History, Tally
from python_tests.chaos.world import deliver, files, land_everything
from python_tests.pipeline.books import Mart
from python_tests.workspace import Workspace
from tools.servers.postgres import PostgresServer

#: The number of kills in one history, which ends with a comparison.
KILLS_A_HISTORY = 13


def undisturbed(books: ChaosBooks, *arguments: str) -> Mapping[str, Mart]:
    """The marts after one load and one build of all files, with further arguments of the build."""
    books.prepare()
    deliver(files(books.source), books.source, books.workspace.landing)
    books.finish("load", books.load())
    books.check_ledger()
    books.finish("build and test", books.build(*arguments))
    return books.marts()


def chaos(
    rounds: Annotated[int, typer.Option(help="How often the plug is pulled, on each engine.")] = 50,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same choices.")] = None,
    engine: Annotated[list[str] | None, typer.Option(help="duckdb, postgres; both if unset.")] = None,
) -> None:
    """Disturb loads and builds at random moments, run them again, and compare the marts with an undisturbed run."""
    console = Console(soft_wrap=True, highlight=False)
    chosen = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    console.print(f"seed {chosen}")
    started = time.monotonic()

    def report(line: str) -> None:
        console.print(escape(f"{time.monotonic() - started:7.1f} s  {line}"))

    tallies: dict[str, Tally] = {}
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokenbooks_chaos_")))
        source = Workspace(root / "source")
        land_everything(source)
        # The undisturbed run is on DuckDB for both engines, because the engines must agree.
        expected = undisturbed(ChaosBooks(Workspace(root / "undisturbed"), source.landing))
        report("undisturbed run done")
        for name in engine or ["duckdb", "postgres"]:
            settings: dict[str, str] = {}
            if name == "postgres":
                settings = stack.enter_context(PostgresServer()).environment
            (root / name).mkdir()
            books = ChaosBooks(Workspace(root / name, settings), source.landing)
            tally = tallies[name] = Tally()
            chance = random.Random(f"{chosen} {name}")
            histories = 0
            while tally.kills() < rounds and not tally.differences and histories < rounds:
                histories += 1
                kills = min(KILLS_A_HISTORY, rounds - tally.kills())
                History(books, expected, chance, tally, lambda line, name=name: report(f"{name}: {line}")).play(kills)
    console.print(_table(tallies))
    for name, tally in tallies.items():
        for difference in tally.differences:
            console.print(escape(f"{name}: {difference}"))
    raise typer.Exit(1 if any(_failed(tally, rounds) for tally in tallies.values()) else 0)


def _failed(tally: Tally, rounds: int) -> bool:
    return bool(tally.differences) or tally.moments != tally.recovered or tally.kills() < rounds


def _table(tallies: Mapping[str, Tally]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("engine", "disturbance"):
        table.add_column(column)
    for column in ("moments", "recovered", "differences"):
        table.add_column(column, justify="right")
    for name, tally in tallies.items():
        for kind, moments in sorted(tally.moments.items()):
            table.add_row(name, kind, str(moments), str(tally.recovered.get(kind, 0)), "")
        table.add_row(name, "all", "", "", str(len(tally.differences)))
    return table
