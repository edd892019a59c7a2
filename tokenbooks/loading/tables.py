"""The tables of schema `raw`, with their columns."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from tokenbooks.loading.content_fields import CONTENT
from tokenbooks.loading.records import DELIVERIES, RAW_CALLS, RAW_RECORDS, RAW_USAGE, REJECTED_RECORDS
from tokenbooks.loading.sources import SOURCES

#: Every table of schema `raw` that the loader fills.
TABLES: Mapping[str, pa.Schema] = {
    **dict.fromkeys(SOURCES, RAW_RECORDS),
    **dict.fromkeys(CONTENT, RAW_CALLS),
    "usage": RAW_USAGE,
    "rejected_records": REJECTED_RECORDS,
    "deliveries": DELIVERIES,
}
