"""Exports that are tables: CSV, Parquet or JSON Lines. Each record is a row.

A record is a JSON object with the names of the header, which the source brings to one form. Values of CSV stay strings.
Parquet decimals become texts with every digit, because DuckDB reads a JSON number as a double. Parquet instants become
RFC 3339 in UTC, nested values stay nested, and NULL becomes null. JSON lines keep their values.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import simplejson

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.readers.date_order import DateOrder
from tokenbooks.loading.readers.lines import read_json_lines
from tokenbooks.loading.records import RECORDS, FileRefused, Rejection
from tokenbooks.loading.streams import MAX_LINE_BYTES, blocks
from tokenbooks.loading.validity import TOO_DEEP, NumberOutOfRange, decimal_number, whole_number

_ROWS_A_BATCH = 20_000

csv.field_size_limit(MAX_LINE_BYTES)


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
    """

    expected: str
    required: Mapping[str, tuple[str, ...]]
    name: Callable[[str], str] = str.lower
    nulls: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    short_row: int = 0
    foreign: frozenset[str] = frozenset()
    reads_day_first: bool = False

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
            values[name] = _parsed(values[name])
        return _json(values, is_json)


def read_csv(
    reading: Reading,
    form: TableForm,
    constants: Mapping[str, str] | None = None,
    watch: Callable[[Mapping[str, str | None]], None] | None = None,
) -> Iterator[pa.Table]:
    """Yield the rows of a CSV file. The record number is the line on which the row begins; the header is line 1.

    Args:
        reading: the file.
        form: what the file must look like.
        constants: fields to add to every row.
        watch: called with every accepted row.

    Raises:
        FileRefused: the header lacks a required column or repeats one, or the dates cannot be read.
    """
    lines = _Lines(reading)
    rows = csv.reader(lines, strict=True)
    header: list[str] | None = None
    order = DateOrder(())
    numbers: list[int] = []
    texts: list[str] = []
    while True:
        lines.taken.clear()
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            if header is None:
                raise wrong_source(form.expected, f"a first line that is not CSV ({error})", lines.beginning) from error
            reading.reject(Rejection.of(lines.first, "not_csv", str(error), lines.text()))
            continue
        if len(row) <= 1 and not any(row):  # a blank line
            continue
        if header is None:
            header = form.header(row, lines.beginning)
            order = DateOrder(header)
            continue
        refusal = _refusal(row, header, lines.text(), form.short_row)
        if refusal is not None:
            reading.reject(Rejection.of(lines.first, *refusal, lines.text()))
            continue
        values = [None if value in form.nulls else value for value in row]
        order.see(values)
        if watch is not None:
            watch(dict(zip(header, values, strict=False)))
        numbers.append(lines.first)
        texts.append(form.record(header, values, constants=constants))
        if len(texts) == _ROWS_A_BATCH:
            yield reading.accepted(numbers, texts)
            numbers, texts = [], []
    if header is not None:
        order.check(reads_day_first=form.reads_day_first)
    if texts:
        yield reading.accepted(numbers, texts)
    if reading.is_truncated:
        reading.reject_truncated(lines.fragment_line, lines.fragment)


def read_parquet(reading: Reading, form: TableForm) -> Iterator[pa.Table]:
    """Yield the rows of a Parquet file. The record number is the position of the row, counted from 1.

    Raises:
        FileRefused: the file is damaged or cut off, or lacks a required column or repeats one.
    """
    content = io.BytesIO()
    while piece := reading.source.read(1 << 24):
        content.write(piece)
    if content.tell() == 0:
        return
    try:
        file = pq.ParquetFile(content)
        header = form.header(file.schema_arrow.names, b"")
        first = 1
        for batch in file.iter_batches(_ROWS_A_BATCH):
            columns = [column.to_pylist(maps_as_pydicts="lossy") for column in batch.columns]
            texts = [form.record(header, row) for row in zip(*columns, strict=True)]
            yield reading.accepted(range(first, first + len(texts)), texts)
            first += len(texts)
    except (pa.ArrowException, OSError) as error:
        detail = f"the file is damaged or cut off: {str(error).splitlines()[0]}; export it again"
        raise FileRefused("corrupt_parquet", detail, b"") from error
    except (ValueError, OverflowError, TypeError, RecursionError) as error:
        # For example, a year beyond 9999 or bytes as keys. The row is unknown, because values are read by column.
        detail = f"the file holds a value that cannot be read: {error}; export it without that value"
        raise FileRefused("corrupt_parquet", detail, b"") from error


def read_lines(reading: Reading, form: TableForm) -> Iterator[pa.Table]:
    """Yield lines that are JSON objects, with names in the form of the source. The record number is the line number.

    Raises:
        FileRefused: the file belongs to another source.
    """
    for table in read_json_lines(reading, f"{form.expected}, as one JSON object per line"):
        numbers: list[int] = []
        texts: list[str] = []
        for number, text in zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True):
            row = simplejson.loads(text, use_decimal=True)
            try:
                header = form.header(list(row), text)
            except FileRefused as refusal:
                reading.reject(Rejection.of(number, "wrong_columns", str(refusal), text))
                continue
            try:
                texts.append(form.record(header, row.values(), is_json=True))
            except RecursionError:
                reading.reject(Rejection.of(number, *TOO_DEEP, text))
                continue
            numbers.append(number)
        yield reading.accepted(numbers, texts) if texts else pa.table([[], []], schema=RECORDS)


def read_any_table(reading: Reading, form: TableForm) -> Iterator[pa.Table]:
    """Yield the rows of a CSV, Parquet or JSON Lines file. The suffix of its name states the format.

    Raises:
        FileRefused: see the reader of each format.
    """
    name = reading.name.removesuffix(".gz")
    if name.endswith(".parquet"):
        return read_parquet(reading, form)
    if name.endswith((".jsonl", ".json")):
        return read_lines(reading, form)
    return read_csv(reading, form)


def _parsed(value: Any) -> Any:
    """The list or object that a JSON text holds, or else the value itself."""
    if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
        return value
    try:
        return simplejson.loads(value, parse_int=whole_number, parse_float=decimal_number)
    except (ValueError, RecursionError, NumberOutOfRange):
        return value


def _json(row: dict[str, Any], is_json: bool) -> str:
    """A row as JSON. Unless the row came from JSON, its decimals become texts, and NaN (missing in pandas) null."""
    return simplejson.dumps(
        row,
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


def _refusal(row: list[str], header: list[str], text: str, short_row: int) -> tuple[str, str] | None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return "not_utf8", "the row holds bytes that are not UTF-8"
    if len(row) != len(header) and not len(row) == short_row < len(header):
        return "wrong_field_count", f"the row has {len(row)} fields, but the header has {len(header)}"
    return None


class _Lines(Iterator[str]):
    """Passes lines to `csv.reader` and remembers those of the current row.

    Attributes:
        taken: the lines that were passed on since it was last cleared.
        beginning: the first lines of the file, as evidence of what it is.
        fragment: the unfinished last line of a gzip stream that ended early. It is not passed on.
        fragment_line: the number of that line.
    """

    def __init__(self, reading: Reading) -> None:
        self.taken: list[str] = []
        self.beginning = ""
        self.fragment = b""
        self.fragment_line = 1
        self._next = 1
        self._lines = self._read(reading)

    @property
    def first(self) -> int:
        """The number of the first line in `taken`."""
        return self._next - len(self.taken)

    def text(self) -> str:
        """The lines in `taken`, without the last line end."""
        return "".join(self.taken).rstrip("\r\n")

    def __next__(self) -> str:
        line = next(self._lines)
        self._next += 1
        self.taken.append(line)
        return line

    def _read(self, reading: Reading) -> Iterator[str]:
        for block in blocks(reading.source):
            self.fragment_line = block.first_line
            self.beginning = self.beginning or block.data[:10_000].decode("utf-8", "surrogateescape")
            if block.is_unterminated and reading.is_truncated:
                self.fragment = block.data
                return
            if block.oversized:
                raise FileRefused(
                    "too_long", f"a line is longer than the limit of {MAX_LINE_BYTES:,} bytes", block.data[:10_000]
                )
            lines = block.data.split(b"\n")  # only at line feeds, so that line numbers match other tools
            for line in lines if block.is_unterminated else lines[:-1]:
                yield line.decode("utf-8", "surrogateescape") + "\n"
            self.fragment_line += len(lines) - 1
