"""AWS Cost and Usage Reports: CSV, Parquet or JSON Lines, legacy or 2.0. Each record is a line item.

Legacy reports write `lineItem/UsageAmount` in CSV and `line_item_usage_amount` in Parquet. CUR 2.0 always writes the
latter, and so do the records. Resource tags keep their names: they are free text, and two may differ only in case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.table_form import Sums, TableForm
from tokenbooks.loading.readers.tables import read_any_table

#: The columns that a line item needs: what was used, when, and at what cost. Both forms of the report have them.
REQUIRED_COLUMNS = {
    "start of use": ("line_item_usage_start_date",),
    "line item type": ("line_item_line_item_type",),
    "usage type": ("line_item_usage_type",),
    "usage amount": ("line_item_usage_amount",),
    "unblended cost": ("line_item_unblended_cost",),
}
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def column_name(column: str) -> str:
    """The name of a column in the form of CUR 2.0: `lineItem/UsageAmount` becomes `line_item_usage_amount`."""
    group, slash, name = column.partition("/")
    if group == "resourceTags":
        return column
    return _WORD_START.sub("_", f"{group}_{name}" if slash else column).lower()


#: Which rows of other services are summed, and how.
SUMS = Sums(
    services=(
        "product_servicename",
        "product.servicename",
        "product_product_name",
        "product.product_name",
        "line_item_product_code",
    ),
    naming=(
        "product_servicecode",
        "product.servicecode",
        "line_item_usage_type",
        "line_item_line_item_description",
        "line_item_legal_entity",
        "line_item_operation",
        "pricing_unit",
    ),
    kept=(
        "bill_payer_account_id",
        "line_item_usage_account_id",
        "bill_billing_period_start_date",
        "bill_billing_period_end_date",
        "line_item_usage_start_date",
        "line_item_line_item_type",
        "product_region",
        "product_region_code",
        "product.region",
        "product.region_code",
        "line_item_currency_code",
    ),
    added=(("line_item_usage_amount",), ("line_item_unblended_cost",), ("pricing_public_on_demand_cost",)),
    dates=("line_item_usage_start_date",),
)
_FORM = TableForm(
    "an AWS Cost and Usage Report with columns for start of use, line item type, usage type, usage amount and cost",
    REQUIRED_COLUMNS,
    column_name,
    nested=frozenset({"product", "discount", "cost_category", "resource_tags"}),
    sums=SUMS,
)


def read_aws_cur(reading: Reading) -> Iterator[pa.Table]:
    """Yield the line items of a report, with column names as in CUR 2.0.

    Raises:
        FileRefused: the header lacks a required column or repeats one, or the file is damaged.
    """
    return read_any_table(reading, _FORM)
