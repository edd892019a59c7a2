"""Exports of OpenAI's usage dashboard: CSV. Each record is a row. The row of a day without usage has only its times."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.paths import usage_object
from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.csv_rows import read_csv
from tokenbooks.loading.readers.table_form import TableForm

_TIMES = ("start_time", "end_time", "start_time_iso", "end_time_iso")
_FORM = TableForm(
    f"an export of OpenAI's usage dashboard, whose first columns are {', '.join(_TIMES)}",
    {name.replace("_", " "): (name,) for name in _TIMES},
    short_row=len(_TIMES),
    foreign=frozenset({"amount_value"}),
)


def read_openai_usage_csv(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export, with column names in lower case.

    Only the name of the file, such as `completions_usage_….csv`, states what the rows count. It is added to each row as
    `result_object`.

    Raises:
        FileRefused: the header lacks a required column or repeats one.
    """
    kind = usage_object(reading.name)
    return read_csv(reading, _FORM, {"result_object": kind} if kind else {})
