"""The table of results. A measure that has a goal shows it."""

from rich.table import Table

from tools.benchmarks.measure import Step
from tools.benchmarks.payloads import KINDS
from tools.benchmarks.scenarios import Increment, Results
from tools.benchmarks.workspace import Run

RATIO_AIM = 2.0
FIXED_SECONDS_AIM = 30.0
MIX_RATIO_AIM = 1.3
INCREMENT_PERCENT_AIM = 10.0
HISTORY_RATIO_AIM = 1.5
PEAK_GIBIBYTES_AIM = 6.0
PEERS_RATIO_AIM = 10.0


def result_table(results: Results) -> Table:
    """The results of one run as a table."""
    table = Table(
        "Measure", "Value", "Aim", title=f"{results.events:,} events on {results.target}", title_justify="left"
    )
    for column in table.columns[1:]:
        column.justify = "right"
    _add_floor(table, results)
    _add_fixed(table, results)
    if results.full is not None:
        _add_full(table, results, results.full)
    if results.mix is not None and results.full is not None:
        _add_mix(table, results, results.mix, results.full)
    if results.increment is not None and results.full is not None:
        _add_increment(table, results, results.increment, results.full)
    if results.month is not None and results.year is not None:
        _add_history(table, results.month, results.year)
    _add_peers(table, results)
    return table


def _add_floor(table: Table, results: Results) -> None:
    floor = results.floor
    table.add_row("floor: one hand-written script", seconds(floor.seconds))
    table.add_row("  events per second", f"{floor.events / floor.seconds:,.0f}")
    table.add_row("  peak memory", size(floor.peak_bytes))
    table.add_row("  total cost, USD", f"{floor.total_cost:f}", end_section=True)


def _add_fixed(table: Table, results: Results) -> None:
    fixed = results.fixed
    table.add_row(
        "fixed cost: load and build nothing",
        seconds(fixed.seconds),
        aim(f"under {FIXED_SECONDS_AIM:.0f} s", fixed.seconds < FIXED_SECONDS_AIM),
    )
    table.add_row("  load", seconds(fixed.load.seconds))
    table.add_row("  build and tests", seconds(fixed.build.seconds))
    table.add_row("start-up: the same again", seconds(results.start_up.seconds), end_section=True)


def _add_full(table: Table, results: Results, full: Run) -> None:
    beyond = full.seconds - results.fixed.seconds
    ratio = beyond / results.floor.seconds
    add_step(table, "load", full.load)
    table.add_row("  events per second", f"{results.events / full.load.seconds:,.0f}")
    add_step(table, "build and tests", full.build)
    for kind in sorted(full.node_seconds):
        name = f"  {full.node_counts[kind]:,} nodes of kind {kind}, added up over threads"
        table.add_row(name, seconds(full.node_seconds[kind]))
    table.add_row("total", seconds(full.seconds))
    table.add_row("  events per second", f"{results.events / full.seconds:,.0f}")
    table.add_row(
        "(total - fixed) / floor", f"{ratio:.2f}", aim(f"at most {RATIO_AIM:.0f}", ratio <= RATIO_AIM), style="bold"
    )
    peak = peak_bytes(full)
    table.add_row(
        "peak memory",
        size(peak),
        aim(f"under {PEAK_GIBIBYTES_AIM:.0f} GiB", peak < PEAK_GIBIBYTES_AIM * 2**30),
    )
    table.add_row("size of the warehouse", size(results.size_bytes), end_section=True)


def _add_mix(table: Table, results: Results, mix: Run, full: Run) -> None:
    fixed = results.fixed
    ratio = (mix.seconds - fixed.seconds) / (full.seconds - fixed.seconds)
    cpu_ratio = (mix.cpu_seconds - fixed.cpu_seconds) / (full.cpu_seconds - fixed.cpu_seconds)
    table.add_row(f"as many events of {len(KINDS)} kinds of payloads", seconds(mix.seconds))
    add_step(table, "  load", mix.load)
    add_step(table, "  build and tests", mix.build)
    table.add_row(
        "  (mix - fixed) / (total - fixed)",
        f"{ratio:.2f}",
        aim(f"at most {MIX_RATIO_AIM}", ratio <= MIX_RATIO_AIM),
        style="bold",
    )
    table.add_row("  the same in CPU seconds", f"{cpu_ratio:.2f}", end_section=True)


def _add_increment(table: Table, results: Results, increment: Increment, full: Run) -> None:
    # The full build parses the project and creates the tables; an additional day does not. So each is measured without
    # its own start-up.
    beyond = increment.added.seconds - results.start_up.seconds
    percent = 100 * beyond / (full.seconds - results.fixed.seconds)
    table.add_row(f"day {increment.days} added to {increment.days - 1}", seconds(increment.added.seconds))
    table.add_row("  load", seconds(increment.added.load.seconds))
    table.add_row("  build and tests", seconds(increment.added.build.seconds))
    table.add_row(
        "  beyond start-up, of the full build's",
        f"{percent:.1f} %",
        aim(f"at most {INCREMENT_PERCENT_AIM:.0f} %", percent <= INCREMENT_PERCENT_AIM),
        style="bold",
    )
    table.add_row("  peak memory", size(peak_bytes(increment.added)), end_section=True)


def _add_history(table: Table, month: Increment, year: Increment) -> None:
    ratio = year.added.seconds / month.added.seconds
    per_day = f"{year.events / year.days:,.0f} events a day"
    for name, history in (("one month", month), ("12 months", year)):
        table.add_row(f"a day added to {name} of {per_day}", seconds(history.added.seconds))
        table.add_row("  load", seconds(history.added.load.seconds))
        table.add_row("  build and tests", seconds(history.added.build.seconds))
        table.add_row("  peak memory", size(peak_bytes(history.added)))
    table.add_row(
        "  12 months / one month",
        f"{ratio:.2f}",
        aim(f"at most {HISTORY_RATIO_AIM}", ratio <= HISTORY_RATIO_AIM),
        style="bold",
        end_section=True,
    )


def _add_peers(table: Table, results: Results) -> None:
    for peer in results.peers:
        table.add_row(f"{peer.name}, events per second", f"{peer.events_per_second:,.0f}")
        if results.full is not None:
            ratio = results.events / results.full.seconds / peer.events_per_second
            table.add_row(
                "  ours with everything included / that",
                f"{ratio:.1f}",
                aim(f"at least {PEERS_RATIO_AIM:.0f}", ratio >= PEERS_RATIO_AIM),
                style="bold",
            )


def add_step(table: Table, name: str, step: Step) -> None:
    """Add the time and the memory of a command."""
    table.add_row(name, seconds(step.seconds))
    table.add_row("  CPU", seconds(step.cpu_seconds))
    table.add_row("  peak memory", size(step.peak_bytes))
    if step.server_peak_bytes:
        table.add_row("  peak memory of the server", size(step.server_peak_bytes))


def peak_bytes(run: Run) -> int:
    """The largest memory at one moment, including that of a server."""
    return max(step.peak_bytes + step.server_peak_bytes for step in (run.load, run.build))


def aim(text: str, is_met: bool) -> str:
    """A goal, and whether it was met."""
    return f"[{'green' if is_met else 'red'}]{text}: {'met' if is_met else 'missed'}[/]"


def seconds(value: float) -> str:
    """A time."""
    return f"{value:,.2f} s"


def size(value: int) -> str:
    """A size in mebibytes."""
    return f"{value / 2**20:,.0f} MiB"
