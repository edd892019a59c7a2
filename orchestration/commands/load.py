"""The `load` command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from tokenbooks.expectations.runner import DELIVERIES, SuiteResult, run_suites
from tokenbooks.loading.load import load_sources
from tokenbooks.loading.report import LoadReport
from tokenbooks.refusals import commonest
from tokenbooks.settings import Settings
from tokenbooks.texts import escaped

_SHOWN_IGNORED = 10
#: The table of refused lines and files, with their reasons.
_REFUSED = "raw.rejected_records"


def load_and_show(sources: list[str], *, with_checks: bool) -> int:
    """Load and check the sources, and print the outcome.

    Returns:
        The exit code: 1 if a file could not be read, else 0.

    Raises:
        UserError: the load could not be done.
    """
    console = Console()
    # Messages may go to logs, so each is one line, even on a narrow terminal.
    plain = Console(stderr=True, soft_wrap=True, highlight=False)
    settings = Settings.from_environment()
    with _bars(console) as bars:
        report = load_sources(sources, settings, bars)
    console.print(_counts(report))
    if report.refused:
        console.print(f"refused {commonest(report.refused)}; see {_REFUSED}", soft_wrap=True, highlight=False)
    if report.ignored:
        shown = ", ".join(report.ignored[:_SHOWN_IGNORED])
        more = len(report.ignored) - _SHOWN_IGNORED
        rest = f" and {more} more" if more > 0 else ""
        plain.print(escaped(f"warning: ignored, because they do not belong to a source: {shown}{rest}"))
    if with_checks and report.loaded_since is not None:
        results = run_suites([*report.loaded_sources, DELIVERIES], settings, report.loaded_since)
        if not all(result.success for result in results):
            console.print(_failures(results))
    for file in report.unreadable:
        message = f"error: cannot read {file.file}: {file.problem}; the next load tries it again"
        plain.print(escaped(message))
    return 1 if report.unreadable else 0


class _Bars:
    """Two progress bars: bytes of landed files that were read, and that were loaded."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._read = progress.add_task("read", total=None)
        self._written = progress.add_task("loaded", total=None)

    def start(self, total: int) -> None:
        """Set the length of the bars."""
        self._progress.update(self._read, total=total)
        self._progress.update(self._written, total=total)

    def read(self, count: int) -> None:
        """Advance the first bar."""
        self._progress.advance(self._read, count)

    def written(self, count: int) -> None:
        """Advance the second bar."""
        self._progress.advance(self._written, count)


@contextmanager
def _bars(console: Console) -> Iterator[_Bars]:
    columns = (TextColumn("{task.description:>7}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield _Bars(progress)


def _counts(report: LoadReport) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("source")
    columns = ["deliveries", "records", "rejected", "already loaded", *(["unreadable"] if report.unreadable else [])]
    for column in columns:
        table.add_column(column, justify="right")
    for counts in report.sources:
        values = [counts.deliveries, counts.records, counts.rejected, counts.skipped]
        table.add_row(
            counts.source,
            *(f"{value:,}" for value in values),
            *([f"{counts.unreadable:,}"] if report.unreadable else []),
        )
    return table


def _failures(results: Sequence[SuiteResult]) -> Table:
    table = Table(title="failed checks", title_justify="left", box=None, pad_edge=False)
    for column in ("table", "expected", "column", "found"):
        table.add_column(column)
    for result in results:
        for failure in result.failures:
            cells = (f"raw.{result.suite}", failure.description, failure.column or "", failure.observed)
            table.add_row(*(escaped(cell) for cell in cells))
    return table
