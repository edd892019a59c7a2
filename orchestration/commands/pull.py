"""The `pull` command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tokenbooks.errors import UsageError, UserError
from tokenbooks.pulling.pull import pull_source
from tokenbooks.pulling.sources import PULLS, find_pulls
from tokenbooks.settings import Settings
from tokenbooks.texts import escaped


def pull_and_show(names: list[str], since: str | None) -> None:
    """Pull sources and print the outcome, one line per source.

    Args:
        names: names of sources; empty means all sources whose key is set.
        since: the first day, like 2026-01-01; None means the default of `pull_source`.

    Raises:
        UsageError: a source is unknown, or `since` is not a day up to today.
        UserError: no key is set, or some sources were not pulled.
    """
    console = Console(soft_wrap=True, highlight=False)
    settings = Settings.from_environment()
    sources = find_pulls(names)
    first = None if since is None else _day(since)
    if not names:
        with_key = [source for source in sources if source.provider.settings(settings.pull).key]
        if not with_key:
            variables = dict.fromkeys(source.provider.key_variable for source in PULLS.values())
            raise UserError(f"no key is set; set {' or '.join(variables)} to an admin key of the organization")
        for source in sources:
            if source not in with_key:
                console.print(f"{source.name}: not pulled, {source.provider.key_variable} is not set")
        sources = with_key
    problems: dict[str, list[str]] = {}
    for source in sources:
        try:
            with _bar(console, source.name) as bar:
                report = pull_source(source, settings, since=first, progress=bar)
        except UserError as error:
            problems.setdefault(str(error), []).append(source.name)
        else:
            console.print(escaped(f"{source.name}: {report.in_words()}"))
    if problems:
        raise UserError("; ".join(f"{', '.join(names)}: {problem}" for problem, names in problems.items()))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since is {text!r}; it must be a day like 2026-01-01") from None
    if day > datetime.now(UTC).date():
        raise UsageError(f"--since is {text}, which is in the future; it must be a day up to today, in UTC")
    return day


class _Bar:
    """A progress bar of days, with the reason of a delay beside it."""

    def __init__(self, progress: Progress, name: str) -> None:
        self._progress = progress
        self._name = name
        self._task = progress.add_task(name, total=None)

    def start(self, total: int) -> None:
        """Set the length of the bar."""
        self._progress.update(self._task, total=total)

    def advance(self, count: int) -> None:
        """Advance the bar."""
        self._progress.update(self._task, advance=count, description=self._name)

    def waiting(self, reason: str) -> None:
        """Show the reason of a delay."""
        self._progress.update(self._task, description=escaped(f"{self._name} ({reason})"))


@contextmanager
def _bar(console: Console, name: str) -> Iterator[_Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield _Bar(progress, name)
