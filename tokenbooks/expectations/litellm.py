"""`raw.litellm`: are these calls that LiteLLM has logged."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.warehouse.warehouse import Warehouse


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


def batch(warehouse: Warehouse, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    return sampled(
        warehouse,
        "litellm",
        since,
        {
            "call_id": any_text(warehouse, ("request_id",), ("id",)),
            "start_time": any_text(warehouse, ("startTime",)),
            "model": any_text(warehouse, ("model",)),
            "total_tokens": any_text(warehouse, ("total_tokens",)),
        },
    )
