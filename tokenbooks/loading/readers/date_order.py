"""The order of day and month in the dates of a table. A spreadsheet writes dates in the order of its user's country."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tokenbooks.loading.records import FileRefused, plain_name

#: Names are in lower case, and their words may be written together, such as `billingperiodstartdate`.
_DATE_COLUMN = re.compile(
    r"(?:date|period|(?<![a-z])(?:billing|charge|service|usage)?(?:start|end|time))(?:start|end|date|time)*(?![a-z])"
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}(?:[ T]|$)")
_PERIOD_START = re.compile(r"billing_?period_?start")
_MONTHS = 12
_ADVICE = "was the file saved by a spreadsheet? land the file as it was exported, or with dates as 2026-12-31"


class DateOrder:
    """Collects the dates of one file. All of them have one order, so a date that shows the order decides for all."""

    def __init__(self, header: Sequence[str]) -> None:
        """Find the columns that may hold dates."""
        self._columns = [(place, name) for place, name in enumerate(header) if _DATE_COLUMN.search(name)]
        self._day_first = ""
        self._month_first = ""
        self._numbers: tuple[set[int], set[int]] = set(), set()
        self._has_month_start = False

    def see(self, row: Sequence[str | None]) -> None:
        """Take the dates of a row."""
        for place, name in self._columns:
            self._see_value(name, row[place] if place < len(row) else None)

    def see_table(self, table: pa.Table) -> None:
        """Take the dates of many rows, whose values are texts."""
        for _, name in self._columns:
            for value in pc.unique(table[name]).to_pylist():
                self._see_value(name, value)

    def _see_value(self, name: str, value: str | None) -> None:
        if value and "/" in value and (found := _SLASHED.match(value)):
            first, second = int(found[1]), int(found[2])
            # A billing period starts on the first of a month. The other way round it would start on any day.
            self._has_month_start |= second == 1 != first and _PERIOD_START.search(name) is not None
            for number, seen in zip((first, second), self._numbers, strict=True):
                seen.add(number)
            if first > _MONTHS >= second:
                self._day_first = f"{plain_name(name)} {found[0].strip()}"
            elif second > _MONTHS >= first:
                self._month_first = f"{plain_name(name)} {found[0].strip()}"

    def check(self, *, reads_day_first: bool) -> None:
        """Refuse the file if the order of its dates is contradictory or unclear, or cannot be read.

        Dates that fit both orders have the documented one, month first, unless the days would then be spread over more
        months than the other way round, and no billing period starts on the first of a month.

        Raises:
            FileRefused: the dates cannot be read.
        """
        if self._day_first and self._month_first:
            detail = f"{self._day_first} has the day first and {self._month_first} the month: {_ADVICE}"
            raise FileRefused("mixed_dates", detail)
        if self._day_first and not reads_day_first:
            raise FileRefused("day_first_dates", f"{self._day_first} has the day first: {_ADVICE}")
        firsts, seconds = self._numbers
        is_shown = self._day_first or self._month_first or self._has_month_start
        if not is_shown and len(firsts) > len(seconds):
            detail = f"no date shows whether the day or the month is first, and month first gives {len(firsts)} months"
            raise FileRefused("ambiguous_dates", f"{detail}: {_ADVICE}")
