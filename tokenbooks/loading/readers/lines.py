"""JSON Lines: one JSON object per line, kept verbatim.

Millions of lines take this path. So no Python code runs for a line unless the line is bad.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from tokenbooks.loading.readers.base import Reading, wrong_source
from tokenbooks.loading.readers.likely_causes import cause_of_beginning
from tokenbooks.loading.records import RECORDS, Rejection
from tokenbooks.loading.streams import MAX_LINE_BYTES, Block, blocks, line_ends

_CSV_HEADER = re.compile(rb'"?[A-Za-z_][^{}:,"]*"?(?:,"?[^{}:,"]+"?){2,}\s*')


def read_json_lines(reading: Reading, expected: str) -> Iterator[pa.Table]:
    """Yield the lines of a file that are JSON objects.

    Args:
        reading: the file.
        expected: description of a line, for the message about another kind of file.

    Raises:
        FileRefused: the file belongs to another source.
    """
    last_line, is_first = 0, True
    for block in blocks(reading.source):
        if is_first:
            _check_source(block, expected)
            is_first = False
        if block.is_unterminated and reading.is_truncated:
            reading.reject_truncated(block.first_line, block.data)
            return
        if block.oversized:
            detail = f"the line has {block.oversized:,} bytes; the limit is {MAX_LINE_BYTES:,}"
            reading.reject(Rejection.of(block.first_line, "too_long", detail, block.data[:10_000]))
            last_line = block.first_line
            continue
        yield _accepted(block, reading)
        last_line = block.first_line + len(block.ends) - (not block.is_unterminated)
    if reading.is_truncated:
        reading.reject_truncated(last_line + 1, b"")


def _check_source(block: Block, expected: str) -> None:
    """Refuse the file if its first line shows another kind of file. Lines that are only bad are refused one by one."""
    first, second = _first_lines(block.data)
    head = block.data[:10_000]
    if _CSV_HEADER.fullmatch(first):
        raise wrong_source(expected, "the header of a CSV file", head)
    if first in (b"{", b"[") and second[:1] in (b'"', b"{"):
        raise wrong_source(expected, "one JSON document over several lines", head)
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        if cause_of_beginning(head):
            raise wrong_source(expected, "a file of another format", head) from None
        return
    if isinstance(value, list) and value and isinstance(value[0], dict) and not second:
        raise wrong_source(expected, "a list of records in one line, without a line for each", head)
    if isinstance(value, dict) and isinstance(value.get("data"), list) and "payload" not in value:
        raise wrong_source(expected, "a page of a provider's API", head)


def _first_lines(data: bytes) -> tuple[bytes, bytes]:
    filled = (stripped for line in data.split(b"\n", 1_000)[:1_000] if (stripped := line.strip()))
    return next(filled, b""), next(filled, b"")


def _accepted(block: Block, reading: Reading) -> pa.Table:
    numbers, lines = _split(block)
    try:
        records = lines.cast(pa.string())
    except pa.ArrowInvalid:
        numbers, records = _decodable(numbers, lines, reading)
    refused = reading.judge.refusals(records)
    table = pa.table([numbers, records], schema=RECORDS)
    if not refused:
        return table
    keep = np.ones(len(records), np.bool_)
    keep[list(refused)] = False
    for position, (reason, detail) in refused.items():
        text = records[position].as_py()
        if not text.strip():  # a blank line is not a record
            continue
        if block.is_unterminated and position == len(records) - 1:
            detail = f"{detail}; the file ends inside this line"
        reading.reject(Rejection.of(numbers[position].as_py(), reason, detail, text))
    return table.filter(pa.array(keep))


def _split(block: Block) -> tuple[pa.Int64Array, pa.BinaryArray]:
    """The line numbers, and the lines without their ends. The whole block is copied once."""
    data, ends = block.data, block.ends
    if block.is_unterminated:
        data, ends = data + b"\n", np.append(ends, len(data))
    if b"\r" in data:  # searching for two bytes is twenty times slower
        data = data.replace(b"\r\n", b"\n")
        ends = line_ends(data)
    offsets = np.zeros(len(ends) + 1, np.int32)
    offsets[1:] = ends - np.arange(len(ends))
    lines = pa.Array.from_buffers(
        pa.binary(), len(ends), [None, pa.py_buffer(offsets), pa.py_buffer(data.replace(b"\n", b""))]
    )
    numbers = pa.array(np.arange(block.first_line, block.first_line + len(ends)))
    is_filled = offsets[1:] != offsets[:-1]
    if is_filled.all():
        return numbers, lines
    return numbers.filter(pa.array(is_filled)), lines.filter(pa.array(is_filled))


def _decodable(numbers: pa.Int64Array, lines: pa.BinaryArray, reading: Reading) -> tuple[pa.Int64Array, pa.StringArray]:
    """The lines that are UTF-8. The others are rejected."""
    keep = np.ones(len(lines), np.bool_)
    for position, line in enumerate(lines.to_pylist()):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            keep[position] = False
            detail = f"byte {error.start + 1} of the line: {error.reason}"
            reading.reject(Rejection.of(numbers[position].as_py(), "not_utf8", detail, line))
    kept = pa.array(keep)
    return numbers.filter(kept), lines.filter(kept).cast(pa.string())
