"""Many rows of a table as JSON objects at once. The texts have the same values as those of `TableForm.record`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tokenbooks.loading.readers.table_form import json_text, parsed

_INSTANT = "strftime({0}, '%Y-%m-%dT%H:%M:%S')"
_FRACTION = "case when epoch_us({0}) % 1000000 != 0 then strftime({0}, '.%f') else '' end"
# Of a decimal in DuckDB.
_MOST_DIGITS = 38


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
            plain = _plain(column)
            if plain is None:
                document = self.documents(column)
            elif name in nested and pa.types.is_string(plain.type):
                document = _json_of_texts(plain)
            else:
                document = None
            if document is not None:
                columns.append(document)
                texts.append(f"{quoted(json_text(name) + ':')} || coalesce(c{place}, 'null')")
            elif plain is not None:
                columns.append(plain)
                values.append(f"{quoted(name)}, {_value(f'c{place}', plain.type)}")
        record = f"json_object({', '.join(values)})"
        if texts:
            fields = " || ',' || ".join(texts)
            record = f"'{{' || {fields} || " + (f"',' || substring({record}, 2)" if values else "'}'")
        rows = pa.table(columns, [f"c{place}" for place in range(len(columns))])
        return self._query([f"cast({record} as varchar)"], rows)[0].combine_chunks().cast(pa.string())

    def scalars(self, table: pa.Table) -> pa.Table | None:
        """The rows with the text of each value, as a model reads it from the record.

        Args:
            table: the rows.

        Returns:
            None if a column has values of another kind than texts, numbers, truth values, days and instants.

        Raises:
            ValueError: a value cannot be read, such as a year beyond 9999.
        """
        columns = [_plain(column) for column in table.columns]
        if any(column is None for column in columns):
            return None
        others = [place for place, column in enumerate(columns) if not pa.types.is_string(column.type)]
        if others:
            rows = pa.table([columns[place] for place in others], [f"c{place}" for place in others])
            texts = self._query([_text(f"c{place}", columns[place].type) for place in others], rows)
            for place, column in zip(others, texts, strict=True):
                columns[place] = column.cast(pa.string())
        return pa.table(columns, table.column_names)

    def documents(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """The JSON text of each value. A text stays as it is, and may be JSON or not.

        Args:
            column: values of any kind.

        Raises:
            ValueError: a value cannot be read.
        """
        plain = _plain(column)
        if plain is not None and pa.types.is_string(plain.type):
            return plain
        if column.type == pa.map_(pa.string(), pa.string()) and (texts := self._json_of_maps(column)) is not None:
            return texts
        values = column.to_pylist(maps_as_pydicts="lossy")
        return pa.chunked_array(
            [pa.array([None if value is None else json_text(value) for value in values], pa.string())]
        )

    def _json_of_maps(self, column: pa.ChunkedArray) -> pa.ChunkedArray | None:
        """The JSON text of each map, such as the product of a line item; None if a map has a key twice."""
        try:
            return self._query(["cast(to_json(c0) as varchar)"], pa.table([column], ["c0"]))[0].cast(pa.string())
        except duckdb.InvalidInputException:
            return None

    def _query(self, expressions: Sequence[str], rows: pa.Table) -> list[pa.ChunkedArray]:
        """The values of expressions over each row."""
        self.database.register("rows", rows)
        try:
            return self.database.sql(f"select {', '.join(expressions)} from rows").to_arrow_table().columns
        finally:
            self.database.unregister("rows")


def is_number(kind: pa.DataType) -> bool:
    """Whether values are numbers or truth values in JSON, so that their text is JSON as it is."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """The same values in a type that DuckDB reads as it is; None if there is none.

    Raises:
        ValueError: a value cannot be read, such as a year beyond 9999.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        chunks = [chunk.dictionary_decode() for chunk in column.chunks]
        return _plain(pa.chunked_array(chunks, kind.value_type))
    if pa.types.is_string(kind):
        return column
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        try:
            column = column.cast(pa.timestamp("us") if pa.types.is_timestamp(kind) else pa.date32())
        except pa.ArrowInvalid:  # parts of microseconds
            return None
        pc.min_max(column).as_py()  # raises if a year is beyond 9999
        return column
    if pa.types.is_decimal128(kind) and 0 <= kind.scale < _MOST_DIGITS:
        # DuckDB writes a decimal without whole digits as `.5`.
        return column if kind.precision > kind.scale else column.cast(pa.decimal128(kind.precision + 1, kind.scale))
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or kind in (pa.float32(), pa.float64()):
        return column
    return None


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


def _text(column: str, kind: pa.DataType) -> str:
    """The expression of the text of a value."""
    if pa.types.is_floating(kind):
        return f"case when isfinite({column}) then cast(to_json(cast({column} as double)) as varchar) end"
    return f"cast({_value(column, kind)} as varchar)"


def quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"
