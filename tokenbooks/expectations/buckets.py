"""Suites of reports that consist of buckets. A bucket is a span of time with a list of results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import simplejson

from tokenbooks.expectations.fields import expectations_of, record_suite
from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.expectations.suites import BUCKETS, Field, Path
from tokenbooks.loading.raw_layer import RawLayer

Json = dict[str, Any]


def suite(source: str) -> gx.ExpectationSuite:
    """The suite for the buckets of a source."""
    expected = BUCKETS[source]
    ordered = gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="_end", column_B="_start", description="buckets end after they start"
    )
    return record_suite(source, [ordered, *expectations_of(expected.fields), *expectations_of(expected.results)])


def batch(source: str, raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The buckets with a `loaded_at` of at least `since`. The least complete result represents its bucket."""
    expected = BUCKETS[source]
    frame = raw.frame(f"select delivery_id, record_number, record from raw.{source} where loaded_at >= ?", [since])
    buckets: list[Json] = [simplejson.loads(record, use_decimal=True) for record in frame["record"]]
    frame["_start"] = _times([bucket.get(expected.start) for bucket in buckets], expected.is_in_seconds)
    frame["_end"] = _times([bucket.get(expected.end) for bucket in buckets], expected.is_in_seconds)
    for field in expected.fields:
        [path] = field.paths
        frame[field.name] = _column([_text(bucket.get(path[0])) for bucket in buckets])
    for field in expected.results:
        found = [least_complete(_results(bucket, field), field.paths) for bucket in buckets]
        frame[field.name] = _column(found)
    return frame


def least_complete(results: Sequence[object], paths: Sequence[Path]) -> str | None:
    """A value that all results have; None if a result lacks it. A bucket without results is complete: `0`."""
    text = "0"
    for result in results:
        found = [value for value in (_at(result, path) for path in paths) if value is not None]
        if not found:
            return None
        text = str(found[0])
    return text


def _at(result: object, path: Path) -> object:
    value = result
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _results(bucket: Json, field: Field) -> list[object]:
    results: list[object] = bucket.get("results", [bucket])
    if not field.of_objects:
        return results
    return [result for result in results if _at(result, ("object",)) in field.of_objects]


def _times(values: list[object], is_in_seconds: bool) -> pd.Series:
    if is_in_seconds:
        return pd.Series([value if isinstance(value, int) else None for value in values])
    return pd.to_datetime(_column([_text(value) for value in values]), errors="coerce", utc=True)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _column(values: list[str | None]) -> pd.Series:
    return pd.Series(values, dtype=object)
