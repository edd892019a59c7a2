"""The report as text, for a terminal of any width or a file."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tokenbooks.report.contents import Report
from tokenbooks.report.layout import fitted
from tokenbooks.report.sections import Section, sections
from tokenbooks.texts import harmless

NOTHING_TO_DO = "There is nothing to do."


def print_text(report: Report, console: Console) -> None:
    """Print the next steps, then every section."""
    _print_next_steps(report, console)
    for section in sections(report):
        _print_section(section, console)


def _print_next_steps(report: Report, console: Console) -> None:
    _print_heading("What to do next", console)
    if not report.next_steps:
        console.print(Text(NOTHING_TO_DO))
        return
    steps = Table.grid(padding=(0, 1, 0, 0))
    for place, step in enumerate(report.next_steps, start=1):
        steps.add_row(f"{place}.", Text(harmless(step.sentence)))
    console.print(steps)
    more = report.next_steps_in_all - len(report.next_steps)
    if more:
        console.print(Text(f"and {more:,} more, with less at stake, in the tables below", style="dim"))


def _print_section(section: Section, console: Console) -> None:
    _print_heading(section.title, console)
    for sheet in section.sheets:
        if sheet.title:
            console.print(Text(harmless(sheet.title)))
        console.print(fitted(sheet, console.width))
    console.print(Text(harmless(section.note), style="dim"))


def _print_heading(title: str, console: Console) -> None:
    console.print()
    console.print(Text(harmless(title), style="bold"))
