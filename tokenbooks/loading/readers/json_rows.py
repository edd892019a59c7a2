"""The rows of a JSON Lines file, whose names get the form of the source."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import simplejson

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.lines import read_json_lines
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.records import RECORDS, FileRefused, Rejection
from tokenbooks.loading.validity import TOO_DEEP


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
