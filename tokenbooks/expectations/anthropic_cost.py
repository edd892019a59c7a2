"""`raw.anthropic_cost`: are these cost buckets that can be reconciled."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import simplejson

from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.expectations.openai_costs import least
from tokenbooks.expectations.rows import NUMBER, matching, present, record_suite
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What cost buckets must have."""
    return record_suite(
        "anthropic_cost",
        [
            present("starting_at", "buckets start at an instant"),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="ending_at", column_B="starting_at", description="buckets end after they start"
            ),
            present("cost_types", "results say what they cost: fetch the report with group_by=description"),
            present("amounts", "results have an amount"),
            matching("amounts", NUMBER, "amounts are numbers"),
            present("currencies", "amounts have a currency"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The buckets loaded since then; of their results the least complete one stands for the bucket."""
    frame = raw.frame("select delivery_id, record_number, record from raw.anthropic_cost where loaded_at >= ?", [since])
    buckets = [simplejson.loads(record, use_decimal=True) for record in frame["record"]]
    results = [bucket["results"] for bucket in buckets]
    frame["starting_at"] = _instants([bucket.get("starting_at") for bucket in buckets])
    frame["ending_at"] = _instants([bucket.get("ending_at") for bucket in buckets])
    frame["cost_types"] = pd.Series([least(bucket, "cost_type") for bucket in results], dtype=object)
    frame["amounts"] = pd.Series([least(bucket, "amount") for bucket in results], dtype=object)
    frame["currencies"] = pd.Series([least(bucket, "currency") for bucket in results], dtype=object)
    return frame


def _instants(values: list[object]) -> pd.Series:
    texts = [value if isinstance(value, str) else None for value in values]
    return pd.to_datetime(pd.Series(texts, dtype=object), errors="coerce", utc=True)
