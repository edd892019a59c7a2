"""A sample of the records that a load brought: bounded, spread over all files, the same every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from tokenbooks.loading.raw_layer import RawLayer

#: At most about so many records are looked at, evenly spread over what was loaded and the same ones each time.
SAMPLE_ROWS = 50_000
# Neighbours taken together; fewer than the shortest run would save nothing.
_RUN_RECORDS = 1_000
_SHORTEST_RUN = 50


def sampled(raw: RawLayer, source: str, since: datetime, columns: Mapping[str, str]) -> pd.DataFrame:
    """A sample of the records of a source loaded since then.

    Args:
        raw: where they are.
        source: whose records.
        since: a `loaded_at` (naive UTC).
        columns: what is looked at, name and SQL over column `record`.
    """
    files, total = raw.rows(
        "select count(*), coalesce(sum(records), 0) from raw.deliveries where source = ? and loaded_at >= ?",
        [source, since],
    )[0]
    looked_at = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    return raw.frame(
        f"""
        with deliveries as (
            select delivery_id, row_number() over (order by delivery_id) as number
            from raw.deliveries
            where source = ? and loaded_at >= ?
        ),
        sampled as (
            select records.delivery_id, records.record_number, records.record
            from raw.{source} as records
            inner join deliveries on records.delivery_id = deliveries.delivery_id
            where records.loaded_at >= ? and {picked(int(files), int(total))}
        )
        select
            delivery_id,
            record_number,
            case when record is not null then 'present' end as record,
            {looked_at}
        from sampled
        """,
        [source, since, since],
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
