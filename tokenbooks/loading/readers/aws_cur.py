"""AWS Cost and Usage Reports: CSV, Parquet or JSON Lines, legacy or 2.0, one record a line item.

Legacy reports write `lineItem/UsageAmount` in CSV and `line_item_usage_amount` in Parquet, as 2.0 does everywhere. All
become the latter. Resource tags keep their names: they are free text, and two may differ in case alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.tables import TableForm, read_any_table

#: What a line item needs to say what was used when for how much, as both forms of report name it.
REQUIRED_COLUMNS = {
    "start of use": ("line_item_usage_start_date",),
    "line item type": ("line_item_line_item_type",),
    "usage type": ("line_item_usage_type",),
    "usage amount": ("line_item_usage_amount",),
    "unblended cost": ("line_item_unblended_cost",),
}
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def column_name(column: str) -> str:
    """The name of a column in the form of CUR 2.0: `lineItem/UsageAmount` is `line_item_usage_amount`."""
    group, slash, name = column.partition("/")
    if group == "resourceTags":
        return column
    return _WORD_START.sub("_", f"{group}_{name}" if slash else column).lower()


_FORM = TableForm(
    "an AWS Cost and Usage Report with columns for start of use, line item type, usage type, usage amount and cost",
    REQUIRED_COLUMNS,
    column_name,
    nested=frozenset({"product", "discount", "cost_category", "resource_tags"}),
)


def read_aws_cur(reading: Reading) -> Iterator[pa.Table]:
    """Yield the line items of a report, names as in CUR 2.0.

    Raises:
        FileRefused: the header lacks a needed column or names one twice, or the file is damaged.
    """
    return read_any_table(reading, _FORM)
