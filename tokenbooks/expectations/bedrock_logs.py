"""`raw.bedrock_logs`: are these model invocation logs."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What invocation logs must have."""
    return record_suite(
        "bedrock_logs",
        [
            present("request_id", "invocations have an id"),
            present("invoked_at", "invocations say when they were made"),
            present("model", "invocations name their model"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    return sampled(
        raw,
        "bedrock_logs",
        since,
        {
            "request_id": any_text(raw, ("requestId",)),
            "invoked_at": any_text(raw, ("timestamp",)),
            "model": any_text(raw, ("modelId",)),
        },
    )
