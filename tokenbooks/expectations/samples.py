"""A sample of the loaded records. Its size is bounded, it is spread over all files, and it is always the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from tokenbooks.loading.raw_layer import RawLayer

#: The approximate limit on the size of a sample.
SAMPLE_ROWS = 50_000
# How many neighbouring records are taken together. A shorter run than the shortest would not save time.
_RUN_RECORDS = 1_000
_SHORTEST_RUN = 50


def sampled(raw: RawLayer, source: str, since: datetime, columns: Mapping[str, str]) -> pd.DataFrame:
    """A sample of the records of a source that were loaded since an instant.

    Args:
        raw: the raw layer.
        source: name of the source.
        since: a `loaded_at` (naive UTC).
        columns: the columns of the sample: names, and SQL over column `record`.
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
    """The SQL condition that a record is in the sample, which has at most about twice `SAMPLE_ROWS` records.

    Args:
        files: number of loaded files.
        total: number of records in all of them.
    """
    stride = -(-total // SAMPLE_ROWS) or 1
    run = min(_RUN_RECORDS, total // max(files, 1) // stride)
    if run >= _SHORTEST_RUN:
        # From large files the sample takes runs of neighbours, so that most of the text is not decompressed.
        return f"mod(records.record_number, {run * stride}) < {run}"
    # The delivery number shifts the sample. Otherwise it would take all or none of the lines of many one-line files.
    return f"mod(records.record_number + deliveries.number, {stride}) = 0"
