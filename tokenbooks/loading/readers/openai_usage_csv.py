"""Exports of OpenAI's usage dashboard: CSV, one record a row; the row of a day without usage has its times only."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.paths import usage_object
from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.tables import TableForm, read_csv

_TIMES = ("start_time", "end_time", "start_time_iso", "end_time_iso")
_FORM = TableForm(
    f"an export of OpenAI's usage dashboard, whose first columns are {', '.join(_TIMES)}",
    {name.replace("_", " "): (name,) for name in _TIMES},
    short_row=len(_TIMES),
)


def read_openai_usage_csv(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export, names in lower case; of a day without usage the times.

    What is counted only the name of the file tells, `completions_usage_….csv`; it is added as `result_object`.

    Raises:
        FileRefused: the header lacks a needed column or names one twice.
    """
    told = usage_object(reading.name)
    return read_csv(reading, _FORM, {"result_object": told} if told else {})
