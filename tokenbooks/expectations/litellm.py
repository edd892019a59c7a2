"""`raw.litellm`: are these calls that LiteLLM has logged."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What spend logs and logging payloads must have."""
    return record_suite(
        "litellm",
        [
            present("call_id", "calls have an id"),
            present("start_time", "calls say when they began"),
            present("model", "calls name their model"),
            present("total_tokens", "calls count tokens, if only to zero"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    return sampled(
        raw,
        "litellm",
        since,
        {
            "call_id": any_text(raw, ("request_id",), ("id",)),
            "start_time": any_text(raw, ("startTime",)),
            "model": any_text(raw, ("model",)),
            "total_tokens": any_text(raw, ("total_tokens",)),
        },
    )
