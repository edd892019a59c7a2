"""`raw.openai_costs`: are these cost buckets that can be reconciled."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import simplejson

from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.expectations.rows import NUMBER, least, matching, present, record_suite, seconds
from tokenbooks.loading.raw_layer import RawLayer


def suite() -> gx.ExpectationSuite:
    """What cost buckets must have."""
    return record_suite(
        "openai_costs",
        [
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="end_time", column_B="start_time", description="buckets end after they start"
            ),
            present("line_items", "results name their line item: fetch the costs with group_by=line_item"),
            present("values", "results have an amount"),
            matching("values", NUMBER, "amounts are numbers"),
            present("currencies", "amounts have a currency"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The buckets loaded since then; of their results the least complete one stands for the bucket."""
    frame = raw.frame("select delivery_id, record_number, record from raw.openai_costs where loaded_at >= ?", [since])
    buckets = [simplejson.loads(record, use_decimal=True) for record in frame["record"]]
    # A row of the dashboard's export is what a result is, under other names.
    results = [bucket["results"] if "results" in bucket else [_as_result(bucket)] for bucket in buckets]
    frame["start_time"] = [seconds(bucket.get("start_time")) for bucket in buckets]
    frame["end_time"] = [seconds(bucket.get("end_time")) for bucket in buckets]
    frame["line_items"] = pd.Series([least(bucket, "line_item") for bucket in results], dtype=object)
    frame["values"] = pd.Series([least(bucket, "amount", "value") for bucket in results], dtype=object)
    frame["currencies"] = pd.Series([least(bucket, "amount", "currency") for bucket in results], dtype=object)
    return frame


def _as_result(row: dict[str, object]) -> dict[str, object]:
    value = row.get("cost") if row.get("cost_in_major") is None else row["cost_in_major"]
    return {"line_item": row.get("name"), "amount": {"value": value, "currency": row.get("currency")}}
