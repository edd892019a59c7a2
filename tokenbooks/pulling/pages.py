"""Reads a page of an API: whether it is valid, the days of its buckets, and the next page. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import simplejson

from tokenbooks.pulling.sources import Provider

DAY = timedelta(days=1)


class BadPage(Exception):
    """The answer is not a valid page. The message states why."""


@dataclass(frozen=True)
class Page:
    """One page of an API.

    Attributes:
        days: the days of its buckets.
        next_page: the token of the next page; None if this is the last page.
    """

    days: list[date]
    next_page: str | None


def read_page(content: bytes, provider: Provider, now: datetime) -> Page:
    """Read an answer.

    Args:
        content: the body of the answer.
        provider: the provider of the API.
        now: when it was requested. A day that was not over then may have a shorter bucket.

    Raises:
        BadPage: the answer is not a page of daily buckets, or announces a next page without its token.
    """
    try:
        document: Any = simplejson.loads(content.decode(), use_decimal=True, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadPage("the answer is not JSON") from error
    if not isinstance(document, dict) or not isinstance(document.get("data"), list):
        raise BadPage("the answer is not a page: expected an object with a `data` list of buckets")
    has_more, next_page = document.get("has_more"), document.get("next_page")
    if not isinstance(has_more, bool):
        raise BadPage("the page is malformed: expected `has_more` to be true or false")
    if has_more and not (isinstance(next_page, str) and next_page):
        raise BadPage("the page is malformed: `has_more` is true, but `next_page` is missing")
    return Page([_day(bucket, provider, now) for bucket in document["data"]], next_page if has_more else None)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _day(bucket: Any, provider: Provider, now: datetime) -> date:
    if not isinstance(bucket, dict) or not isinstance(bucket.get("results"), list):
        raise BadPage("a bucket is malformed: expected an object with a `results` list")
    start = _instant(bucket.get(provider.starts_at), provider.starts_at)
    end = _instant(bucket.get(provider.ends_at), provider.ends_at)
    is_whole = end - start == DAY or (end > start and end - start < DAY and start + DAY > now)
    if start != datetime(start.year, start.month, start.day, tzinfo=UTC) or not is_whole:
        raise BadPage(f"the bucket from {start:%Y-%m-%d %H:%M:%S} to {end:%Y-%m-%d %H:%M:%S} is not a day in UTC")
    return start.date()


def _instant(value: Any, name: str) -> datetime:
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str) and (instant := datetime.fromisoformat(value)).tzinfo:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise BadPage(f"a bucket is malformed: expected `{name}` to be an instant")


def in_words(days: Iterable[date]) -> str:
    """Days as text for a message: `2026-01-01 to 2026-01-03, 2026-02-01`."""
    return ", ".join(
        str(first) if first + DAY == until else f"{first} to {until - DAY}" for first, until in windows(days)
    )


def windows(days: Iterable[date]) -> list[tuple[date, date]]:
    """The days as the smallest number of half-open ranges."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and found[-1][1] == day:
            found[-1] = (found[-1][0], day + DAY)
        else:
            found.append((day, day + DAY))
    return found
