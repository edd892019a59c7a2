"""The rows of a CSV file. Well-formed blocks of rows are read at once, and the others row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.readers.csv_blocks import read_block
from tokenbooks.loading.readers.date_order import DateOrder
from tokenbooks.loading.readers.row_batches import RowBatches
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.records import FileRefused, Rejection
from tokenbooks.loading.streams import MAX_LINE_BYTES, Block, blocks

_ROWS_A_BATCH = 20_000

csv.field_size_limit(MAX_LINE_BYTES)


class Watch(Protocol):
    """Finds out from its rows what a file is."""

    def see(self, row: Mapping[str, str | None]) -> None:
        """Take a row."""

    def see_table(self, table: pa.Table) -> None:
        """Take many rows, whose values are texts."""


def read_csv(
    reading: Reading, form: TableForm, constants: Mapping[str, str] | None = None, watch: Watch | None = None
) -> Iterator[pa.Table]:
    """Yield the rows of a CSV file. The record number is the line on which the row begins; the header is line 1.

    Args:
        reading: the file.
        form: what the file must look like.
        constants: fields to add to every row.
        watch: takes every accepted row.

    Raises:
        FileRefused: the header lacks a required column or repeats one, or the dates cannot be read.
    """
    lines = _Lines(reading)
    rows = csv.reader(lines, strict=True)
    header: list[str] | None = None
    order = DateOrder(())
    batches: RowBatches | None = None
    numbers: list[int] = []
    texts: list[str] = []
    while True:
        if header is not None and (block := lines.rest_of_block()) and (found := read_block(block, header)):
            lines.skip_block()
            table = _with_nulls(found[1], form.nulls)
            order.see_table(table)
            if watch is not None:
                watch.see_table(table)
            batches = batches or RowBatches(reading, form, header, constants)
            yield from batches.accept(found[0], table)
            continue
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
            watch.see(dict(zip(header, values, strict=False)))
        numbers.append(lines.first)
        texts.append(form.record(header, values, constants=constants))
        if len(texts) == _ROWS_A_BATCH:
            yield reading.accepted(numbers, texts)
            numbers, texts = [], []
    if header is not None:
        order.check(reads_day_first=form.reads_day_first)
    if batches is not None:
        yield from batches.finish()
    if texts:
        yield reading.accepted(numbers, texts)
    if reading.is_truncated:
        reading.reject_truncated(lines.fragment_line, lines.fragment)


def _with_nulls(table: pa.Table, nulls: frozenset[str]) -> pa.Table:
    """The rows with null in place of the texts that mean it."""
    if not nulls:
        return table
    meanings = pa.array(sorted(nulls))
    null = pa.scalar(None, pa.string())
    return pa.table(
        [pc.if_else(pc.is_in(column, meanings), null, column) for column in table.columns], table.column_names
    )


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
        self._reading = reading
        self._blocks = blocks(reading.source)
        self._block = Block(1, b"", np.empty(0, np.int64))
        self._lines: list[bytes] | None = None  # of the block, once one of them is passed on
        self._place = self._count = 0  # of the next line, and of all lines, in the block
        self._was_offered = True

    @property
    def first(self) -> int:
        """The number of the first line in `taken`."""
        return self._block.first_line + self._place - len(self.taken)

    def text(self) -> str:
        """The lines in `taken`, without the last line end."""
        return "".join(self.taken).rstrip("\r\n")

    def rest_of_block(self) -> Block | None:
        """The lines that were not passed on yet, of this block or the next one. A block is offered only once."""
        if self._place >= self._count:
            self._advance()
        if self._was_offered:
            return None
        self._was_offered = True
        block, place = self._block, self._place
        if place == 0:
            return block
        start = int(block.ends[place - 1]) + 1
        ends = block.ends[place:] - start
        return Block(block.first_line + place, block.data[start:], ends, is_unterminated=block.is_unterminated)

    def skip_block(self) -> None:
        """Leave out the lines of this block that were not passed on yet."""
        self._place = self._count

    def __next__(self) -> str:
        while self._place >= self._count:
            if not self._advance():
                raise StopIteration
        if self._lines is None:
            self._lines = self._block.data.split(b"\n")  # only at line feeds, so that line numbers match other tools
        line = self._lines[self._place].decode("utf-8", "surrogateescape") + "\n"
        self._place += 1
        self.taken.append(line)
        return line

    def _advance(self) -> bool:
        """Go on to the next block, if there is one."""
        block = next(self._blocks, None)
        if block is None:
            return False
        self.fragment_line = block.first_line
        self.beginning = self.beginning or block.data[:10_000].decode("utf-8", "surrogateescape")
        if block.is_unterminated and self._reading.is_truncated:
            self.fragment = block.data
            return False
        if block.oversized:
            raise FileRefused(
                "too_long", f"a line is longer than the limit of {MAX_LINE_BYTES:,} bytes", block.data[:10_000]
            )
        self.fragment_line += len(block.ends)
        self._block, self._lines, self._was_offered = block, None, False
        self._place, self._count = 0, len(block.ends) + block.is_unterminated
        return True
