"""Exports that are tables: CSV, Parquet or JSON Lines. Each record is a row.

A record is a JSON object with the names of the header, which the source brings to one form. Values of CSV stay strings.
Parquet decimals become texts with every digit, because DuckDB reads a JSON number as a double. Parquet instants become
RFC 3339 in UTC, nested values stay nested, and NULL becomes null. JSON lines keep their values.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.csv_rows import read_csv
from tokenbooks.loading.readers.json_rows import read_lines
from tokenbooks.loading.readers.parquet_rows import read_parquet
from tokenbooks.loading.readers.table_form import TableForm


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
