"""The rows of a Parquet file, read in batches."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.row_batches import RowBatches
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.records import FileRefused

_ROWS_A_BATCH = 20_000
# A larger file is held on disk, because Parquet is not read from its beginning to its end.
_IN_MEMORY_BYTES = 64 * 1024 * 1024


def read_parquet(reading: Reading, form: TableForm) -> Iterator[pa.Table]:
    """Yield the rows of a Parquet file. The record number is the position of the row, counted from 1.

    Raises:
        FileRefused: the file is damaged or cut off, or lacks a required column or repeats one.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as content:
        while piece := reading.source.read(1 << 24):
            content.write(piece)
        if content.tell() == 0:
            return
        try:
            yield from _rows(reading, form, pq.ParquetFile(content))
        except (pa.ArrowException, OSError) as error:
            detail = f"the file is damaged or cut off: {str(error).splitlines()[0]}; export it again"
            raise FileRefused("corrupt_parquet", detail, b"") from error
        except (ValueError, OverflowError, TypeError, RecursionError) as error:
            # For example, a year beyond 9999 or bytes as keys. The row is unknown, because values are read by column.
            detail = f"the file holds a value that cannot be read: {error}; export it without that value"
            raise FileRefused("corrupt_parquet", detail, b"") from error


def _rows(reading: Reading, form: TableForm, file: pq.ParquetFile) -> Iterator[pa.Table]:
    header = form.header(file.schema_arrow.names, b"")
    batches = RowBatches(reading, form, header)
    first = 1
    for batch in file.iter_batches(_ROWS_A_BATCH):
        table = pa.table(batch.columns, header)
        table.validate(full=True)
        yield from batches.accept(pa.array(range(first, first + len(table)), pa.int64()), table)
        first += len(table)
    yield from batches.finish()
