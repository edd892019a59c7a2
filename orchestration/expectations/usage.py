"""`raw.usage`: are these usage envelopes."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from orchestration.expectations.lean_import import gx
from orchestration.expectations.rows import matching, present, record_suite
from orchestration.loading.warehouse import Warehouse

#: At most about so many records are looked at, evenly spread over what was loaded and the same ones each time.
SAMPLE_ROWS = 50_000
# Neighbours taken together; fewer than the shortest run would save nothing.
_RUN_RECORDS = 1_000
_SHORTEST_RUN = 50

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


def batch(warehouse: Warehouse, since: datetime) -> pd.DataFrame:
    """A sample of the records loaded since then."""
    files, total = warehouse.rows(
        "select count(*), coalesce(sum(records), 0) from raw.deliveries where source = 'usage' and loaded_at >= ?",
        [since],
    )[0]
    return warehouse.frame(
        f"""
        with deliveries as (
            select delivery_id, row_number() over (order by delivery_id) as number
            from raw.deliveries
            where source = 'usage' and loaded_at >= ?
        ),
        sampled as (
            select records.delivery_id, records.record_number, records.record
            from raw.usage as records
            inner join deliveries on records.delivery_id = deliveries.delivery_id
            where records.loaded_at >= ? and {picked(int(files), int(total))}
        )
        select
            delivery_id,
            record_number,
            case when record is not null then 'present' end as record,
            {warehouse.json_text("record", "occurred_at")} as occurred_at,
            {warehouse.json_text("record", "platform")} as platform,
            case when {warehouse.json_text("record", "payload")} is not null then 'present' end as payload
        from sampled
        """,
        [since, since],
    )


def picked(files: int, total: int) -> str:
    """SQL for whether a record is in the sample of at most about twice `SAMPLE_ROWS`.

    Args:
        files: how many were loaded.
        total: how many records they have together.
    """
    stride = -(-total // SAMPLE_ROWS) or 1
    run = min(_RUN_RECORDS, total // max(files, 1) // stride)
    if run >= _SHORTEST_RUN:
        # Of large files neighbours are taken, so that most of the text need not be decompressed.
        return f"mod(records.record_number, {run * stride}) < {run}"
    # The number shifts the sample, so that of many one-line files not all first lines are taken or none.
    return f"mod(records.record_number + deliveries.number, {stride}) = 0"
