"""Suites of sources whose records are checked one by one: usage, and rows of bills."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.fields import expectations_of, record_suite
from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.samples import sampled
from tokenbooks.expectations.suites import RECORDS, Field, Path
from tokenbooks.loading.raw_layer import RawLayer


def suite(source: str) -> gx.ExpectationSuite:
    """The suite for the records of a source."""
    return record_suite(source, list(expectations_of(RECORDS[source].fields)))


def batch(source: str, raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records with a `loaded_at` of at least `since`, with the values of their fields as text."""
    expected = RECORDS[source]
    columns = {field.name: _column(field, raw, expected.empty_is_missing) for field in expected.fields}
    return sampled(raw, source, since, columns)


def _column(field: Field, raw: RawLayer, empty_is_missing: bool) -> str:
    def text(path: Path) -> str:
        found = raw.json_text("record", *path)
        return f"nullif({found}, '')" if empty_is_missing else found

    value = f"coalesce({', '.join([*map(text, field.paths), 'null'])})"
    if field.unless_without:
        return f"case when {text(field.unless_without)} is null then coalesce({value}, '(none)') else {value} end"
    return f"case when {value} is not null then 'present' end" if field.is_long else value
