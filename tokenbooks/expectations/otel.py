"""`raw.otel`: are these spans."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What spans must have."""
    return record_suite(
        "otel",
        [
            present("span_id", "spans have an id"),
            present("start_time", "spans say when they began"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    return sampled(
        raw,
        "otel",
        since,
        {
            "span_id": any_text(raw, ("spanId",), ("span_id",), ("context", "span_id")),
            "start_time": any_text(
                raw, ("startTimeUnixNano",), ("start_time_unix_nano",), ("startTime",), ("start_time",)
            ),
        },
    )
