"""The Parquet files of one load package: few and large, whatever the number of landed files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

# The size of a DuckDB row group. A DuckDB thread takes whole groups without copying rows, so all threads have work.
_ROW_GROUP_ROWS = 122_880
# With long records a group has fewer rows.
_ROW_GROUP_BYTES = 128 * 1024 * 1024


class StagedTable:
    """Rows on their way to one raw table, in one Parquet file. Not shared between threads."""

    def __init__(self, path: Path, schema: pa.Schema, compression: str) -> None:
        """Open the file."""
        self.path = path
        self.rows = 0
        self._schema = schema
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._held_bytes = 0
        # The JSON text never repeats, so a dictionary or statistics would only cost time.
        keyed = [name for name in schema.names if name not in ("record", "record_number")]
        self._writer = pq.ParquetWriter(
            path, schema, compression=compression, use_dictionary=keyed, write_statistics=keyed, version="2.6"
        )

    def add(self, table: pa.Table) -> None:
        """Add rows."""
        self.rows += table.num_rows
        table = table.select(self._schema.names).cast(self._schema)
        while self._held_rows + table.num_rows >= _ROW_GROUP_ROWS:
            fitting = _ROW_GROUP_ROWS - self._held_rows
            self._hold(table.slice(0, fitting))
            self._flush()
            table = table.slice(fitting)
        self._hold(table)
        if self._held_bytes >= _ROW_GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Complete the file."""
        self._flush()
        self._writer.close()

    def _hold(self, table: pa.Table) -> None:
        if table.num_rows:
            self._held.append(table)
            self._held_rows += table.num_rows
            self._held_bytes += table.nbytes

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.concat_tables(self._held), row_group_size=self._held_rows)
            self._held, self._held_rows, self._held_bytes = [], 0, 0


def with_constants(table: pa.Table, **values: str | datetime) -> pa.Table:
    """Add columns that are the same in every row."""
    for name, value in values.items():
        scalar = pa.scalar(value, pa.timestamp("us") if isinstance(value, datetime) else pa.string())
        table = table.append_column(name, pa.repeat(scalar, table.num_rows))
    return table
