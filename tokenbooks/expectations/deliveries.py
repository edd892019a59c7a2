"""The suite of `raw.deliveries`: the ledger agrees with the raw tables, and no delivery is broken as a whole."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx, gxe
from tokenbooks.loading.raw_layer import RawLayer
from tokenbooks.loading.sources import SOURCES


def suite() -> gx.ExpectationSuite:
    """The suite for all deliveries."""
    return gx.ExpectationSuite(
        "deliveries",
        expectations=[
            gxe.ExpectColumnValuesToBeUnique(column="delivery_id", description="each content is loaded once"),
            gxe.ExpectColumnValuesToMatchRegex(
                column="sha256", regex="^[0-9a-f]{64}$", description="every delivery has the hash of its content"
            ),
            gxe.ExpectColumnPairValuesToBeEqual(
                column_A="records",
                column_B="raw_records",
                description="the raw tables hold as many records as the ledger states",
            ),
            gxe.ExpectColumnPairValuesToBeEqual(
                column_A="rejected",
                column_B="raw_rejected",
                description="raw.rejected_records holds every rejected record",
            ),
            gxe.ExpectColumnValuesToBeInSet(
                column="is_mostly_accepted", value_set=["yes"], description="at most 1 record in 100 is rejected"
            ),
            gxe.ExpectColumnValuesToBeInSet(
                column="is_from_the_past", value_set=["yes"], description="no delivery is dated after it was loaded"
            ),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The deliveries with a `loaded_at` of at least `since`, with the number of their records in the raw tables."""
    counts = " union all ".join(
        f"select delivery_id, loaded_at, 1 as accepted, 0 as rejected from raw.{source} where loaded_at >= ?"
        for source in SOURCES
    )
    return raw.frame(
        f"""
        with kept as (
            {counts}
            union all
            select delivery_id, loaded_at, 0 as accepted, 1 as rejected from raw.rejected_records where loaded_at >= ?
        ),
        counted as (
            select delivery_id, loaded_at, sum(accepted) as accepted, sum(rejected) as rejected
            from kept
            group by delivery_id, loaded_at
        )
        select
            deliveries.delivery_id,
            deliveries.sha256,
            deliveries.records,
            cast(coalesce(counted.accepted, 0) as bigint) as raw_records,
            deliveries.rejected,
            cast(coalesce(counted.rejected, 0) as bigint) as raw_rejected,
            case when deliveries.rejected * 100 <= deliveries.records + deliveries.rejected then 'yes' else 'no' end
                as is_mostly_accepted,
            case when deliveries.delivered_at <= deliveries.loaded_at then 'yes' else 'no' end as is_from_the_past
        from raw.deliveries as deliveries
        -- A part of an export may be refused by a later package, after the ledger was written.
        left join counted
            on deliveries.delivery_id = counted.delivery_id and deliveries.loaded_at = counted.loaded_at
        where deliveries.loaded_at >= ?
        """,
        [since] * (len(SOURCES) + 2),
    )
