"""What the tables of a source must look like, and a row of them as a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import simplejson

from tokenbooks.loading.readers.base import wrong_source
from tokenbooks.loading.records import FileRefused
from tokenbooks.loading.validity import NumberOutOfRange, decimal_number, whole_number


@dataclass(frozen=True)
class Sums:
    """How the rows of services that are not AI usage are summed, so that a bill of a whole cloud stays small.

    All names are in the form of the source. `product.region` is the text of `region` in the object `product`. A summed
    row keeps what the models read of a row, except for its resource, its principal and its tags, and of its time only
    the day. So every rule finds it, and its money, as it would find the rows.

    Attributes:
        services: columns that name the service. A row is summed if it has a service, and no empty text for one.
        naming: other columns that state what a row charges for. With the services they show whether it may be AI usage.
        kept: other columns in which the rows of one sum are equal.
        added: numbers to add up, each with the columns that may hold it.
        dates: columns of `kept` with the date of use. A row with another value there is not summed.
        companies: columns of `naming` with companies. A row is summed if each of them is a cloud with other services.
        cloud: the names of such clouds, and an empty text.
        empty: columns that are empty in every row that is summed.
        never_with: columns whose values a sum would lose. The rows of a file with one of them are not summed.
        is_sign_read: whether a model reads the sign of a number. Then a negative number is not added.
    """

    services: tuple[str, ...]
    naming: tuple[str, ...]
    kept: tuple[str, ...]
    added: tuple[tuple[str, ...], ...]
    dates: tuple[str, ...]
    companies: tuple[str, ...] = ()
    cloud: re.Pattern[str] = re.compile("")
    empty: tuple[str, ...] = ()
    never_with: frozenset[str] = frozenset()
    is_sign_read: bool = False

    def fits(self, header: Collection[str]) -> bool:
        """Whether rows with these columns can be summed.

        Args:
            header: the columns of the file. If two of them may hold a number, a model reads the first one that is
                present, even if it is an empty text. So such numbers are not added.
        """
        spellings = [sum(column in header for column in columns) for columns in self.added]
        return max(spellings) == 1 and self.never_with.isdisjoint(header)


@dataclass(frozen=True)
class TableForm:
    """What the tables of a source must look like.

    Attributes:
        expected: description of a file, for the message about another kind of file.
        required: the facts that a row needs. Each one lists columns, of which the header must have at least one.
        name: returns a column name in the form that `required` and the models use.
        nulls: texts of a CSV file, quoted or not, that mean a missing value. They become null.
        nested: columns that hold a list or an object. If a file holds its JSON text, the text is parsed.
        short_row: number of fields that a row may have instead of all; 0 if every row has all fields.
        foreign: columns that only the tables of another source have.
        reads_day_first: whether the models read a file whose dates have the day first.
        sums: how rows of other services are summed; None if all rows are kept.
    """

    expected: str
    required: Mapping[str, tuple[str, ...]]
    name: Callable[[str], str] = str.lower
    nulls: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    short_row: int = 0
    foreign: frozenset[str] = frozenset()
    reads_day_first: bool = False
    sums: Sums | None = None

    def header(self, columns: list[str], head: bytes | str) -> list[str]:
        """The names of the columns. Unknown columns are kept.

        Raises:
            FileRefused: a required column is missing, a column belongs to another source, or two have the same name.
        """
        header = [self.name(column.strip()) for column in columns]
        missing = [
            f"{what} ({' or '.join(names)})" for what, names in self.required.items() if not set(names) & set(header)
        ]
        if missing:
            raise wrong_source(self.expected, f"a header without {', '.join(missing)}", head)
        if others := self.foreign & set(header):
            raise wrong_source(self.expected, f"a header with {', '.join(sorted(others))}", head)
        doubled = [name for name, count in Counter(header).items() if count > 1]
        if doubled:
            raise FileRefused(
                "duplicate_header", f"the header repeats: {', '.join(name[:64] for name in doubled[:5])}", head
            )
        return header

    def record(
        self,
        header: list[str],
        row: Iterable[Any],
        constants: Mapping[str, str] | None = None,
        is_json: bool = False,
    ) -> str:
        """A row as a JSON object, with the constant fields added. A short row has the first fields of the header."""
        values = {**dict(zip(header, row, strict=not self.short_row)), **(constants or {})}
        for name in self.nested & values.keys():
            values[name] = parsed(values[name])
        return json_text(values, is_json)


def parsed(value: Any) -> Any:
    """The list or object that a JSON text holds, or else the value itself."""
    if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
        return value
    try:
        return simplejson.loads(value, parse_int=whole_number, parse_float=decimal_number)
    except (ValueError, RecursionError, NumberOutOfRange):
        return value


def json_text(value: Any, is_json: bool = False) -> str:
    """A value as JSON. Unless it came from JSON, its decimals become texts, and NaN (missing in pandas) null."""
    return simplejson.dumps(
        value,
        use_decimal=is_json,
        ignore_nan=not is_json,
        encoding=None,
        default=_plain,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _plain(value: Any) -> Any:
    """The text of a value that JSON cannot represent: a decimal in full, an instant in UTC, a day, bytes."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        # An instant without a zone is in UTC: Parquet writers that store no zone mean UTC.
        instant = value.astimezone(UTC) if value.tzinfo else value
        return f"{instant.replace(tzinfo=None).isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)
