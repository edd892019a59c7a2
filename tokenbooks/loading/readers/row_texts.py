"""Many rows of a table as JSON objects at once. The texts have the same values as those of `TableForm.record`."""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tokenbooks.loading.readers.table_form import json_text, parsed

_INSTANT = "strftime({0}, '%Y-%m-%dT%H:%M:%S')"
_FRACTION = "case when epoch_us({0}) % 1000000 != 0 then strftime({0}, '.%f') else '' end"
# Of a decimal in DuckDB.
_MOST_DIGITS = 38
_PLAIN_TIMES = ("s", "ms", "us")


class RowTexts:
    """Writes rows as JSON with an in-memory DuckDB. Not shared between threads."""

    def __init__(self) -> None:
        """Open the database."""
        self.database = duckdb.connect(config={"threads": 1})

    def of(self, table: pa.Table, nested: Collection[str]) -> pa.StringArray:
        """The rows as JSON objects.

        Args:
            table: the rows; its columns have the names of the records.
            nested: columns whose texts may be JSON themselves.

        Raises:
            ValueError: a value cannot be read, such as a year beyond 9999.
        """
        if not len(table):
            return pa.array([], pa.string())
        columns, values, texts = [], [], []
        for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
            readable, is_json = self._readable(column, is_nested=name in nested)
            columns.append(readable)
            if is_json:
                texts.append(f"{_quoted(json_text(name))} || ':' || coalesce(c{place}, 'null') || ',' || ")
            else:
                values.append(f"{_quoted(name)}, {_value(f'c{place}', readable.type)}")
        record = f"json_object({', '.join(values)})"
        if texts:
            record = f"'{{' || {''.join(texts)}substring({record}, 2)"
        rows = pa.table(columns, [f"c{place}" for place in range(len(columns))])
        return self._query(f"cast({record} as varchar)", rows).cast(pa.string())

    def readable(self, table: pa.Table, names: Collection[str]) -> pa.Table:
        """The rows with columns that DuckDB reads as they are. Nested values become JSON texts.

        Args:
            table: the rows.
            names: the columns that must be readable.

        Raises:
            ValueError: a value cannot be read, such as a year beyond 9999.
        """
        for place, name in enumerate(table.column_names):
            if name in names:
                table = table.set_column(place, name, self._readable(table[name], is_nested=False)[0])
        return table

    def _readable(self, column: pa.ChunkedArray, *, is_nested: bool) -> tuple[pa.ChunkedArray, bool]:
        """A column that DuckDB reads as it is, or else the JSON text of each value; and whether it is such a text."""
        kind = column.type
        if _is_string(kind):
            texts = _json_of_texts(column) if is_nested else None
            return (column, False) if texts is None else (texts, True)
        if pa.types.is_timestamp(kind) and kind.unit in _PLAIN_TIMES:
            column = column.cast(pa.timestamp("us"))
            pc.min_max(column).as_py()  # raises if a year is beyond 9999
            return column, False
        if pa.types.is_date32(kind):
            pc.min_max(column).as_py()
            return column, False
        if pa.types.is_decimal128(kind) and kind.scale < _MOST_DIGITS:
            # DuckDB writes a decimal without whole digits as `.5`.
            has_whole_digits = kind.precision > kind.scale
            return (column if has_whole_digits else column.cast(pa.decimal128(kind.precision + 1, kind.scale))), False
        if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or kind in (pa.float32(), pa.float64()):
            return column, False
        if kind == pa.map_(pa.string(), pa.string()) and (texts := self._json_of_maps(column)) is not None:
            return texts, True
        values = column.to_pylist(maps_as_pydicts="lossy")
        texts = pa.array([None if value is None else json_text(value) for value in values], pa.string())
        return pa.chunked_array([texts]), True

    def _json_of_maps(self, column: pa.ChunkedArray) -> pa.ChunkedArray | None:
        """The JSON text of each map, such as the product of a line item; None if a map has a key twice."""
        try:
            texts = self._query("cast(to_json(c0) as varchar)", pa.table([column], ["c0"]))
        except duckdb.InvalidInputException:
            return None
        return pa.chunked_array([texts.cast(pa.string())])

    def _query(self, expression: str, rows: pa.Table) -> pa.StringArray:
        """An expression over each row."""
        self.database.register("rows", rows)
        try:
            found = self.database.sql(f"select {expression} as value from rows").to_arrow_table()
        finally:
            self.database.unregister("rows")
        return found["value"].combine_chunks()


def _json_of_texts(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """The JSON of each text, which may be the text of a list or an object; None if no text is."""
    coded = column.combine_chunks().dictionary_encode()
    values = coded.dictionary.to_pylist()
    if not any(value.lstrip().startswith(("[", "{")) for value in values):
        return None
    return pa.chunked_array([pa.array([json_text(parsed(value)) for value in values], pa.string()).take(coded.indices)])


def _value(column: str, kind: pa.DataType) -> str:
    """The expression of a column's value that JSON can represent: see `_plain` of `table_form`."""
    if pa.types.is_timestamp(kind):
        return f"{_INSTANT.format(column)} || {_FRACTION.format(column)} || 'Z'"
    if pa.types.is_floating(kind):
        return f"case when isfinite({column}) then cast({column} as double) end"
    if pa.types.is_decimal(kind) or pa.types.is_date(kind):
        return f"cast({column} as varchar)"
    return column


def _is_string(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
