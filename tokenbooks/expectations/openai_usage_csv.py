"""`raw.openai_usage_csv`: are these rows that can be compared with our own usage."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import simplejson

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import NUMBER, matching, present, record_suite
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What rows of an export must have."""
    return record_suite(
        "openai_usage_csv",
        [
            matching("start_time", NUMBER, "times are seconds"),
            matching("end_time", NUMBER, "times are seconds"),
            present("model", "rows name their model: export the usage by model"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The rows loaded since then. A day without usage lacks no model."""
    frame = raw.frame(
        "select delivery_id, record_number, record from raw.openai_usage_csv where loaded_at >= ?", [since]
    )
    rows = [simplejson.loads(record) for record in frame["record"]]
    for name in ("start_time", "end_time"):
        frame[name] = pd.Series([row[name] for row in rows], dtype=object)
    frame["model"] = pd.Series(
        [row.get("model") or (None if row.get("num_model_requests") else "(none)") for row in rows], dtype=object
    )
    return frame
