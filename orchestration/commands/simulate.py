"""The `simulate` command: writes the demo world and prints a summary of it."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools.simulator.amounts import plain
from tools.simulator.world import DEFAULT_SEED, WorldSummary, write_demo_world


def simulate_and_show(out: Path, seed: int | None) -> None:
    """Write the demo world into a landing root and print its counts and its disturbances."""
    summary = write_demo_world(out, DEFAULT_SEED if seed is None else seed)
    console = Console()
    console.print(counts_table(summary))
    console.print(disturbances_table(summary))


def counts_table(summary: WorldSummary) -> Table:
    """Return the counts of a world."""
    table = Table("What was written", "", title="Demo world", title_justify="left")
    rows: dict[str, int] = {
        "billable calls": summary.events,
        **{f"  in {month}": events for month, events in summary.events_per_month.items()},
        "usage records": summary.usage_records,
        "  retries": summary.retries,
        "  delivered late": summary.late,
        "  snapshots before the final body": summary.snapshots,
        "  unusable on purpose": sum(summary.unusable.values()),
        "users": summary.users,
        "customers": summary.customers,
        "files": summary.files,
    }
    for name, value in rows.items():
        table.add_row(name, f"{value:,}")
    return table


def disturbances_table(summary: WorldSummary) -> Table:
    """Return the injected disagreements, with the amount that each added to the bill."""
    table = Table("Disturbance", "Account", "Days", "Effect, USD", title="On purpose", title_justify="left")
    for column in table.columns[1:]:
        column.no_wrap = True
    for item in summary.disturbances:
        days = f"{item.first_day}" if item.first_day == item.last_day else f"{item.first_day} to {item.last_day:%m-%d}"
        name = f"{item.name}\n[dim]{item.what_happened}[/]"
        table.add_row(name, item.billing_account_id, days, plain(item.billed_cost_effect))
    return table
