"""`raw.anthropic_usage`: are these usage buckets that can be compared with our own."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import simplejson

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import least, matching, present, record_suite
from tokenbooks.loading.raw_layer import RawLayer

_INSTANT = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$"


def suite() -> gx.ExpectationSuite:
    """What usage buckets must have."""
    return record_suite(
        "anthropic_usage",
        [
            present("starting_at", "buckets say when they begin"),
            matching("starting_at", _INSTANT, "beginnings are date-times with an offset"),
            present("ending_at", "buckets say when they end"),
            matching("ending_at", _INSTANT, "ends are date-times with an offset"),
            present("models", "results name their model: fetch the report with group_by[]=model"),
            present("input_tokens", "results report their uncached input tokens"),
            present("output_tokens", "results report their output tokens"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The buckets loaded since then; of their results the least complete one stands for the bucket."""
    frame = raw.frame(
        "select delivery_id, record_number, record from raw.anthropic_usage where loaded_at >= ?", [since]
    )
    buckets = [simplejson.loads(record, use_decimal=True) for record in frame["record"]]
    results = [bucket["results"] for bucket in buckets]
    for name in ("starting_at", "ending_at"):
        frame[name] = pd.Series([_text(bucket.get(name)) for bucket in buckets], dtype=object)
    frame["models"] = pd.Series([least(bucket, "model") for bucket in results], dtype=object)
    frame["input_tokens"] = pd.Series([least(bucket, "uncached_input_tokens") for bucket in results], dtype=object)
    frame["output_tokens"] = pd.Series([least(bucket, "output_tokens") for bucket in results], dtype=object)
    return frame


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
