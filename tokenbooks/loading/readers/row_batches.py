"""Batches of rows on their way to records: rows of other services are summed, and the others become JSON texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.row_sums import RowSums
from tokenbooks.loading.readers.row_texts import RowTexts
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.staging import with_constants


class RowBatches:
    """Accepts the rows of one file in batches."""

    def __init__(
        self, reading: Reading, form: TableForm, header: list[str], constants: Mapping[str, str] | None = None
    ) -> None:
        """Start without rows.

        Args:
            reading: the file.
            form: what the file must look like.
            header: the names of its columns.
            constants: fields to add to every row.
        """
        self._reading = reading
        self._form = form
        self._constants = constants or {}
        self._texts = RowTexts()
        # A sum has no place for a constant of its rows.
        sums = form.sums if form.sums and not self._constants and form.sums.fits(header) else None
        self._sums = RowSums(form, sums, header, self._texts) if sums else None

    def accept(self, numbers: pa.Int64Array, table: pa.Table) -> Iterator[pa.Table]:
        """Yield the records of a batch.

        Raises:
            ValueError: a value cannot be read, such as a year beyond 9999.
        """
        if self._sums:
            numbers, table = self._sums.take(numbers, table)
            if self._sums.is_full:
                yield from self.finish()
        replaced = self._constants.keys() & set(table.column_names)
        table = with_constants(table.drop_columns(list(replaced)), **self._constants)
        if len(table):
            yield self._reading.accepted_records(numbers, self._texts.of(table, self._form.nested))

    def finish(self) -> Iterator[pa.Table]:
        """Yield the sums of the rows that were summed since the last call."""
        if self._sums:
            for numbers, texts in self._sums.records():
                yield self._reading.accepted_records(numbers, texts)
