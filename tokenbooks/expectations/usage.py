"""`raw.usage`: are these usage envelopes."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import matching, present, record_suite
from tokenbooks.expectations.samples import sampled
from tokenbooks.loading.raw_layer import RawLayer

_RFC_3339 = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"


def suite() -> gx.ExpectationSuite:
    """What usage envelopes must have."""
    return record_suite(
        "usage",
        [
            present("occurred_at", "envelopes say when the call was made"),
            matching("occurred_at", _RFC_3339, "times are RFC 3339 with an offset"),
            present("platform", "envelopes say who bills the call"),
            matching("platform", r"^[a-z][a-z0-9_]*$", "platforms are lower-case words"),
            present("payload", "envelopes hold the provider's payload"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    columns = {name: raw.json_text("record", name) for name in ("occurred_at", "platform", "payload")}
    columns["payload"] = f"case when {columns['payload']} is not null then 'present' end"
    return sampled(raw, "usage", since, columns)
