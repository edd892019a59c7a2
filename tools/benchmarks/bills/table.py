"""The tables of the results of bills. A measure that has a goal shows it."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from tools.benchmarks.bills.growth import GROWTH_AIM, NodeGrowth
from tools.benchmarks.bills.scenarios import BillResults
from tools.benchmarks.table import add_step, aim, peak_bytes, seconds, size
from tools.benchmarks.workspace import Run

LOAD_RATIO_AIM = 8.0
BUILD_RATIO_AIM = 4.0
#: Of a bill that has rows of ours alone.
OUR_BUILD_RATIO_AIM = 12.0
REFRESH_PERCENT_AIM = 15.0
PEAK_GIBIBYTES_AIM = 1.0


def bill_table(results: BillResults, fixed: Run, start_up: Run, target: str) -> Table:
    """The results of one format as a table. `fixed` and `start_up` are loading and building nothing, twice."""
    bill, floor, first, refreshed = results.bill, results.floor, results.first, results.refreshed
    table = Table(
        "Measure",
        "Value",
        "Aim",
        title=f"{bill.format}, {bill.rows:,} rows, {bill.share} % of the lines ours, on {target}",
        title_justify="left",
    )
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("size of the file", size(results.file_bytes))
    table.add_row("floor: one hand-written query", seconds(floor.seconds))
    table.add_row("  peak memory", size(floor.peak_bytes))
    table.add_row("  charges of ours", f"{floor.totals.our_charges:,}")
    table.add_row("  cost of ours, USD", f"{floor.totals.our_cost:f}")
    table.add_row("  cost of the whole bill, USD", f"{floor.totals.total_cost:f}", end_section=True)
    table.add_row("fixed cost: load and build nothing", seconds(fixed.seconds))
    table.add_row("start-up: the same again", seconds(start_up.seconds), end_section=True)
    add_step(table, "load", first.load)
    _add_ratio(table, "  load / floor", first.load.seconds / floor.seconds, LOAD_RATIO_AIM)
    add_step(table, "build and tests", first.build)
    beyond = first.build.seconds - fixed.build.seconds
    build_aim = OUR_BUILD_RATIO_AIM if bill.share == 100 else BUILD_RATIO_AIM
    _add_ratio(table, "  (build - fixed) / floor", beyond / floor.seconds, build_aim)
    peak = peak_bytes(first)
    table.add_row(
        "peak memory", size(peak), aim(f"under {PEAK_GIBIBYTES_AIM:.0f} GiB", peak < PEAK_GIBIBYTES_AIM * 2**30)
    )
    table.add_row("size of the warehouse after both bills", size(results.size_bytes), end_section=True)
    table.add_row("the bill refreshed with one more day", seconds(refreshed.seconds))
    add_step(table, "  load", refreshed.load)
    add_step(table, "  build and tests", refreshed.build)
    percent = 100 * (refreshed.seconds - start_up.seconds) / (first.seconds - fixed.seconds)
    table.add_row(
        "  beyond start-up, of the first bill's",
        f"{percent:.1f} %",
        aim(f"at most {REFRESH_PERCENT_AIM:.0f} %", percent <= REFRESH_PERCENT_AIM),
        style="bold",
    )
    return table


def growth_table(nodes: Sequence[NodeGrowth], format_: str, target: str) -> Table:
    """The growth of commands and nodes as a table, those that grow too fast first."""
    sizes = nodes[0].sizes if nodes else ()
    table = Table(
        "Growth per tenfold",
        *(f"{size:,} charges" for size in sizes),
        "Command or node",
        title=f"{format_} on {target}, all charges ours; aim: at most {GROWTH_AIM:.0f} for every node",
        title_justify="left",
    )
    for column in table.columns[:-1]:
        column.justify = "right"
    for node in nodes:
        color = "red" if node.grows_too_fast else "green"
        times = (seconds(value) for value in node.seconds)
        table.add_row(f"[{color}]{node.per_tenfold:.1f}[/]", *times, escape(node.name))
    return table


def _add_ratio(table: Table, name: str, ratio: float, most: float) -> None:
    table.add_row(name, f"{ratio:.2f}", aim(f"at most {most:.0f}", ratio <= most), style="bold")
