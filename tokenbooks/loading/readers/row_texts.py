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
            is_text, column = _for_database(column, is_nested=name in nested)
            columns.append(column)
            if is_text:
                texts.append((name, f"c{place}"))
            else:
                values.append(f"{_quoted(name)}, {value_of(f'c{place}', column.type)}")
        beginning = "".join(f"{_quoted(_key(name))} || {column} || ',' || " for name, column in texts)
        record = f"json_object({', '.join(values)})"
        if beginning:
            record = f"'{{' || {beginning}substring({record}, 2)"
        rows = pa.table(columns, [f"c{place}" for place in range(len(columns))])
        self.database.register("rows", rows)
        try:
            found = self.database.sql(f"select cast({record} as varchar) as record from rows").to_arrow_table()
        finally:
            self.database.unregister("rows")
        return found["record"].combine_chunks().cast(pa.string())


def with_readable_columns(table: pa.Table, names: Collection[str], nested: Collection[str]) -> pa.Table:
    """The rows with columns that DuckDB reads as they are; a column of another type gets the JSON text of its values.

    Args:
        table: the rows.
        names: the columns that must be readable.
        nested: columns whose texts may be JSON themselves.
    """
    for place, name in enumerate(table.column_names):
        if name in names and not _is_string(table[name].type):
            table = table.set_column(place, name, _for_database(table[name], is_nested=name in nested)[1])
    return table


def value_of(column: str, kind: pa.DataType) -> str:
    """The expression of a column's value that JSON can represent: see `_plain` of `table_form`."""
    if pa.types.is_timestamp(kind):
        return f"{_INSTANT.format(column)} || {_FRACTION.format(column)} || 'Z'"
    if pa.types.is_floating(kind):
        return f"case when isfinite({column}) then cast({column} as double) end"
    if pa.types.is_decimal(kind) or pa.types.is_date(kind):
        return f"cast({column} as varchar)"
    return column


def _for_database(column: pa.ChunkedArray, *, is_nested: bool) -> tuple[bool, pa.ChunkedArray]:
    """A column that DuckDB writes as it is, or else the JSON text of each value; and whether it is such a text."""
    kind = column.type
    if is_nested and _is_string(kind):
        coded = column.combine_chunks().dictionary_encode()
        if not any(value.lstrip().startswith(("[", "{")) for value in coded.dictionary.to_pylist()):
            return False, column
        texts = pa.array([json_text(parsed(value)) for value in coded.dictionary.to_pylist()], pa.string())
        return True, pa.chunked_array([pc.fill_null(texts.take(coded.indices), "null")])
    if pa.types.is_timestamp(kind) and kind.unit in _PLAIN_TIMES:
        column = column.cast(pa.timestamp("us"))
        pc.min_max(column).as_py()  # raises if a year is beyond 9999
        return False, column
    if pa.types.is_date32(kind):
        pc.min_max(column).as_py()
        return False, column
    if pa.types.is_decimal128(kind) and kind.scale < _MOST_DIGITS:
        # DuckDB writes a decimal without whole digits as `.5`.
        has_whole_digits = kind.precision > kind.scale
        return False, column if has_whole_digits else column.cast(pa.decimal128(kind.precision + 1, kind.scale))
    if (
        _is_string(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_float32(kind)
        or pa.types.is_float64(kind)
    ):
        return False, column
    texts = [json_text(parsed(value) if is_nested else value) for value in column.to_pylist(maps_as_pydicts="lossy")]
    return True, pa.chunked_array([pa.array(texts, pa.string())])


def _is_string(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _key(name: str) -> str:
    return f"{json_text(name)}:"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
