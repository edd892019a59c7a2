"""Azure Cost Management actual-cost exports: CSV with an EA or MCA header, one record a row.

A record is a JSON object of the row: header names in lower case, values as the strings they are.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator

import pyarrow as pa

from orchestration.loading.readers.base import Reading, wrong_source
from orchestration.loading.records import FileRefused, Rejection
from orchestration.loading.streams import MAX_LINE_BYTES, blocks

_ROWS_A_BATCH = 20_000
#: What a row needs to say what was used when for how much, under the names of the EA and MCA forms.
REQUIRED_COLUMNS = {
    "date": ("date", "usagedate", "usagedatetime"),
    "meter name": ("metername",),
    "quantity": ("quantity", "usagequantity"),
    "cost": ("costinbillingcurrency", "cost", "pretaxcost"),
}

csv.field_size_limit(MAX_LINE_BYTES)


def read_azure_cost(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export. The record number is the line on which the row begins; the header is line 1.

    Raises:
        FileRefused: the header lacks a needed column or names one twice.
    """
    lines = _Lines(reading)
    rows = csv.reader(lines, strict=True)
    header: list[str] | None = None
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
                raise wrong_source(_expected(), f"a first line that is no CSV: {error}", lines.text()) from error
            reading.reject(Rejection.of(lines.first, "not_csv", str(error), lines.text()))
            continue
        if len(row) <= 1 and not any(row):  # a blank line
            continue
        if header is None:
            header = _header(row, lines.text())
            continue
        refusal = _refusal(row, header, lines.text())
        if refusal is not None:
            reading.reject(Rejection.of(lines.first, *refusal, lines.text()))
            continue
        numbers.append(lines.first)
        texts.append(json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False, separators=(",", ":")))
        if len(texts) == _ROWS_A_BATCH:
            yield reading.accepted(numbers, texts)
            numbers, texts = [], []
    if texts:
        yield reading.accepted(numbers, texts)
    if reading.is_truncated:
        reading.reject_truncated(lines.fragment_line, lines.fragment)


def _header(row: list[str], text: str) -> list[str]:
    header = [name.strip().lower() for name in row]
    missing = [
        f"{what} ({' or '.join(names)})" for what, names in REQUIRED_COLUMNS.items() if not set(names) & set(header)
    ]
    if missing:
        raise wrong_source(_expected(), f"a header without {', '.join(missing)}", text)
    doubled = [name for name, count in Counter(header).items() if count > 1]
    if doubled:
        raise FileRefused("duplicate_header", f"the header names twice: {', '.join(doubled)}", text)
    return header


def _refusal(row: list[str], header: list[str], text: str) -> tuple[str, str] | None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return "not_utf8", "the row holds bytes that are not UTF-8"
    if len(row) != len(header):
        return "wrong_field_count", f"the row has {len(row)} fields, the header {len(header)}"
    return None


def _expected() -> str:
    return "an Azure Cost Management export with columns for date, meter name, quantity and cost"


class _Lines(Iterator[str]):
    """Gives `csv.reader` its lines and remembers those of the current row.

    Attributes:
        taken: the lines since it was last cleared.
        fragment: the unfinished last line of a gzip stream that ended early, which is not given out.
        fragment_line: its number.
    """

    def __init__(self, reading: Reading) -> None:
        self.taken: list[str] = []
        self.fragment = b""
        self.fragment_line = 1
        self._next = 1
        self._lines = self._read(reading)

    @property
    def first(self) -> int:
        """The number of the first line taken."""
        return self._next - len(self.taken)

    def text(self) -> str:
        """The lines taken, without the last line end."""
        return "".join(self.taken).rstrip("\r\n")

    def __next__(self) -> str:
        line = next(self._lines)
        self._next += 1
        self.taken.append(line)
        return line

    def _read(self, reading: Reading) -> Iterator[str]:
        for block in blocks(reading.source):
            self.fragment_line = block.first_line
            if block.is_unterminated and reading.is_truncated:
                self.fragment = block.data
                return
            if block.oversized:
                raise FileRefused("too_long", f"a line has more than {MAX_LINE_BYTES:,} bytes", block.data[:10_000])
            lines = block.data.split(b"\n")  # at line feeds only, so that line numbers are those of every other tool
            for line in lines if block.is_unterminated else lines[:-1]:
                yield line.decode("utf-8", "surrogateescape") + "\n"
            self.fragment_line += len(lines) - 1
