"""`raw.openai_usage`: are these usage buckets that can be compared with our own."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import simplejson

from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.expectations.rows import least, present, record_suite, seconds
from tokenbooks.loading.raw_layer import RawLayer

# Results of the other kinds name no model, however they are grouped.
_WITH_MODEL = ("completions", "embeddings", "moderations", "images", "audio_speeches", "audio_transcriptions")


def suite() -> gx.ExpectationSuite:
    """What usage buckets must have."""
    return record_suite(
        "openai_usage",
        [
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="end_time", column_B="start_time", description="buckets end after they start"
            ),
            present("objects", "results say what they count"),
            present("models", "results name their model: fetch the usage with group_by=model"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The buckets loaded since then; of their results the least complete one stands for the bucket."""
    frame = raw.frame("select delivery_id, record_number, record from raw.openai_usage where loaded_at >= ?", [since])
    buckets = [simplejson.loads(record, use_decimal=True) for record in frame["record"]]
    results = [bucket["results"] for bucket in buckets]
    frame["start_time"] = [seconds(bucket.get("start_time")) for bucket in buckets]
    frame["end_time"] = [seconds(bucket.get("end_time")) for bucket in buckets]
    frame["objects"] = pd.Series([least(bucket, "object") for bucket in results], dtype=object)
    frame["models"] = pd.Series(
        [least([result for result in bucket if _names_model(result)], "model") for bucket in results], dtype=object
    )
    return frame


def _names_model(result: object) -> bool:
    kind = str(result.get("object")) if isinstance(result, dict) else ""
    return kind.removeprefix("organization.usage.").removesuffix(".result") in _WITH_MODEL
