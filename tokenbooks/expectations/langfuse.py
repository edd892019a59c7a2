"""`raw.langfuse`: are these observations."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import matching, present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What observations must have."""
    return record_suite(
        "langfuse",
        [
            present("observation_id", "observations have an id"),
            present("start_time", "observations say when they began"),
            present("kind", "observations have a type"),
            matching("kind", r"^[A-Z_]+$", "types are words in capitals"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    return sampled(
        raw,
        "langfuse",
        since,
        {
            "observation_id": any_text(raw, ("id",)),
            "start_time": any_text(raw, ("startTime",), ("start_time",)),
            "kind": any_text(raw, ("type",)),
        },
    )
