"""Pull one source: the one function behind the command and the Dagster assets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from tokenbooks.errors import UserError
from tokenbooks.loading.landing import open_landing
from tokenbooks.pulling.client import ApiClient, checked_key
from tokenbooks.pulling.history import NOTE, History, Pulled, final_after, read_history
from tokenbooks.pulling.pages import BadPage, in_words, read_page, windows
from tokenbooks.pulling.sources import Endpoint, PulledSource
from tokenbooks.settings import Settings

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
#: The limit on consecutive pages without a bucket. Beyond it the API is assumed to repeat itself forever.
_EMPTY_PAGES = 100


class Progress(Protocol):
    """Receives the progress of a pull, in days per endpoint."""

    def start(self, total: int) -> None:
        """Take the number of days to pull, summed over the endpoints."""
        ...

    def advance(self, count: int) -> None:
        """Take the number of days pulled since the last call."""
        ...

    def waiting(self, reason: str) -> None:
        """Take the reason why a request is repeated."""
        ...


class NoProgress:
    """Ignores the progress."""

    def start(self, total: int) -> None:
        """Ignore it."""

    def advance(self, count: int) -> None:
        """Ignore it."""

    def waiting(self, reason: str) -> None:
        """Ignore it."""


@dataclass(frozen=True)
class PullReport:
    """The outcome of a pull.

    Attributes:
        source: name of the source.
        days: the days that were pulled.
        pages: number of pages that landed.
        folder: the folder of the pages, relative to the landing root; None if there was nothing to pull.
    """

    source: str
    days: list[date]
    pages: int
    folder: str | None

    def in_words(self) -> str:
        """The outcome in one line."""
        if self.folder is None:
            return "nothing to pull, every day is final"
        return f"{len(self.days):,} days ({in_words(self.days)}) in {self.pages:,} pages, landed in {self.folder}"


def pull_source(
    source: PulledSource,
    settings: Settings,
    *,
    since: date | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> PullReport:
    """Pull the days of a source, up to now, that were not final when they were last pulled.

    Args:
        source: the source.
        settings: the API and the landing zone.
        since: the first day. None means the first day that was ever pulled, or, before the first pull, the first day of
            the month before last.
        now: the current time, with a time zone. None means the time of the clock.
        progress: receives the progress of the pull.

    Raises:
        UserError: nothing was pulled. The message states what to do.
    """
    progress = progress or NoProgress()
    now = now or datetime.now(UTC)
    checked_key(source.provider, settings.pull)
    folder = f"{source.name}/{_account(source, settings)}"
    landing = open_landing(settings.landing, create=True)
    history = read_history(landing, folder)
    days = history.days_to_pull(since, now, final_after(source.provider.name, SEEDS))
    if not days:
        return PullReport(source.name, [], 0, None)
    progress.start(len(days) * len(source.endpoints))
    client = ApiClient(source.provider, settings.pull, progress.waiting)
    target = f"{folder}/{history.stamp(now)}"
    pull = _Pull(source, client, history, now, progress)
    landing.write(target, pull.files(days))
    return PullReport(source.name, pull.covered, pull.pages, target)


class _Pull:
    def __init__(
        self, source: PulledSource, client: ApiClient, history: History, now: datetime, progress: Progress
    ) -> None:
        self._source, self._client, self._history, self._now = source, client, history, now
        self._progress = progress
        self.covered: list[date] = []
        self.pages = 0

    def files(self, days: list[date]) -> Iterator[tuple[str, bytes]]:
        """The pages of all endpoints, followed by the note that records what they cover.

        Raises:
            UserError: a request failed, or the pages do not cover the days.
        """
        covered = set(days)
        parts: dict[str, str] = {}
        endpoints: dict[str, str] = {}
        for endpoint in self._source.endpoints:
            for first, until in windows(days):
                asked = [day for day in days if first <= day < until]
                seen: set[date] = set()
                for content in self._pages(endpoint, asked, seen):
                    self.pages += 1
                    name = self._name(endpoint)
                    parts[name], endpoints[name] = hashlib.sha256(content).hexdigest(), endpoint.path
                    yield name, content
                covered -= set(asked) - seen
        self.covered = sorted(covered)
        yield NOTE, Pulled(self._now, self.covered, parts, endpoints).content()

    def _name(self, endpoint: Endpoint) -> str:
        """The file name of a page. It states the endpoint, because a page without results does not."""
        suffix = f"_{endpoint.path.rpartition('/')[2]}" if len(self._source.endpoints) > 1 else ""
        return f"part_{self.pages:03}{suffix}.json"

    def _pages(self, endpoint: Endpoint, asked: list[date], seen: set[date]) -> Iterator[bytes]:
        """The pages of one endpoint for consecutive days. Days that have a bucket are added to `seen`."""
        provider = self._source.provider
        window = provider.window(asked[0], windows(asked)[0][1])
        grouping = {provider.grouping: list(endpoint.group_by)}
        tokens: set[str] = set()
        empty = 0
        for content in self._client.pages(
            endpoint.path, {**window, "bucket_width": "1d", **grouping, "limit": self._source.limit}
        ):
            try:
                page = read_page(content, provider, self._now)
                _check_days(page.days, asked, seen)
                if page.next_page in tokens:
                    raise BadPage("the pages repeat: an earlier page had the same `next_page`")
                empty = 0 if page.days else empty + 1
                if empty > _EMPTY_PAGES:
                    raise BadPage(f"{empty} consecutive pages have no bucket, although each announces a next page")
            except BadPage as error:
                raise UserError(self._complaint(endpoint, str(error))) from error
            if page.next_page is not None:
                tokens.add(page.next_page)
            seen.update(page.days)
            self._progress.advance(len(page.days))
            yield content
        # The current day may not have a bucket yet.
        missing = [day for day in asked if day not in seen and day < self._now.astimezone(UTC).date()]
        if missing:
            problem = f"there is no bucket for {in_words(missing)}, {len(missing)} of {len(asked)} requested days"
            hint = (
                f"; if the account is younger, pull with --since {min(seen)}"
                if seen and missing[-1] < min(seen)
                else ""
            )
            raise UserError(self._complaint(endpoint, problem, hint))

    def _complaint(self, endpoint: Endpoint, problem: str, hint: str = "") -> str:
        return (
            f"{self._source.provider.title}'s answer to {endpoint.path} cannot be used: {problem}; nothing of this pull"
            f" has landed, pull again{hint}"
        )


def _check_days(days: list[date], asked: list[date], seen: set[date]) -> None:
    strange = sorted(set(days) - set(asked))
    if strange:
        raise BadPage(f"it has buckets of days that were not requested: {in_words(strange)}")
    twice = sorted({day for day in days if day in seen or days.count(day) > 1})
    if twice:
        raise BadPage(f"the pages repeat: there are two buckets of {in_words(twice)}")


def _account(source: PulledSource, settings: Settings) -> str:
    """The name of the account's folder, which is the second folder of the files that land.

    Raises:
        UserError: the configured name cannot be a folder.
    """
    account = source.provider.settings(settings.pull).account
    # A leading dot or underscore would hide the folder from `load`.
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._@-]*", account):
        raise UserError(
            f"{source.provider.account_variable} is {account!r}; it names a folder, so use only letters, digits and"
            " . _ @ -, and begin with a letter or digit"
        )
    return account
