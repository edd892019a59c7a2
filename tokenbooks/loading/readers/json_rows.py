"""The rows of a JSON Lines file, whose names get the form of the source."""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import simplejson

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.lines import read_json_lines
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.records import RECORDS, FileRefused, Rejection
from tokenbooks.loading.validity import TOO_DEEP

#: Below this size, in bytes, each row is read on its own.
SMALL = 100_000


def read_lines(reading: Reading, form: TableForm) -> Iterator[pa.Table]:
    """Yield lines that are JSON objects, with names in the form of the source. The record number is the line number.

    Raises:
        FileRefused: the file belongs to another source.
    """
    rows_in_form: _RowsInForm | None = None
    for table in read_json_lines(reading, f"{form.expected}, as one JSON object per line"):
        if table.nbytes >= SMALL:
            rows_in_form = rows_in_form or _RowsInForm(form)
            is_in_form = rows_in_form.among(table)
            yield table.filter(is_in_form)
            table = table.filter(pc.invert(is_in_form))
        yield _with_names(reading, form, table)


def _with_names(reading: Reading, form: TableForm, table: pa.Table) -> pa.Table:
    """The rows with the names of the source. A row without a required column is rejected."""
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
    return reading.accepted(numbers, texts) if texts else pa.table([[], []], schema=RECORDS)


class _RowsInForm:
    """Finds the rows that have the form of the source already, among many. Not shared between threads."""

    def __init__(self, form: TableForm) -> None:
        self._form = form
        self._database = duckdb.connect(config={"threads": 1})
        self._known: dict[str, bool] = {}

    def among(self, table: pa.Table) -> pa.BooleanArray:
        """Whether each row has all names in the form of the source, and no nested value as a text."""
        is_text = " or ".join(
            f"coalesce(json_type(record, '$.\"{name}\"') = 'VARCHAR', false)" for name in sorted(self._form.nested)
        )
        self._database.register("rows", table)
        try:
            found = self._database.sql(
                "select cast(to_json(json_keys(record)) as varchar) as names,"
                f" {is_text or 'false'} as is_text from rows"
            ).to_arrow_table()
        finally:
            self._database.unregister("rows")
        coded = found["names"].combine_chunks().dictionary_encode()
        has_names = np.array([self._has_names(names) for names in coded.dictionary.to_pylist()])
        return pa.array(has_names[coded.indices.to_numpy()] & ~found["is_text"].to_numpy())

    def _has_names(self, names: str) -> bool:
        if names not in self._known:
            columns = json.loads(names)
            try:
                self._known[names] = self._form.header(columns, "") == columns
            except FileRefused:
                self._known[names] = False
        return self._known[names]
