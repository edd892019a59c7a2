"""`raw.apim`: are these rows of the language-model log."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What rows of the log must have."""
    return record_suite(
        "apim",
        [
            present("correlation_id", "rows name the call that they belong to"),
            present("time_generated", "rows say when the call was made"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    return sampled(
        raw,
        "apim",
        since,
        {
            "correlation_id": any_text(
                raw,
                ("CorrelationId",),
                ("correlationId",),
                ("properties", "correlationId"),
                ("properties", "CorrelationId"),
            ),
            "time_generated": any_text(raw, ("TimeGenerated",), ("time",), ("timeGenerated",), ("timestamp",)),
        },
    )
