"""Google Cloud billing exports from BigQuery, standard or detailed: JSON Lines, CSV or Parquet. Each record is a row.

Rows are nested (`sku` is an object) or flat (`sku.description` or `sku_description`). Exporters leave out null values,
so that, for example, a tax line has no usage at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.table_form import Sums, TableForm
from tokenbooks.loading.readers.tables import read_any_table

#: The columns that a row needs: what was used, when, and at what cost. The names are nested or flat.
REQUIRED_COLUMNS = {
    "start of use": ("usage_start_time",),
    "service": ("service", "service_description"),
    "SKU": ("sku", "sku_description"),
    "cost": ("cost",),
}


def column_name(column: str) -> str:
    """The name of a column in one form: `sku.description` becomes `sku_description`."""
    return column.lower().replace(".", "_")


#: Which rows of other services are summed, and how. Only rows with flat names are.
SUMS = Sums(
    services=("service_description",),
    naming=("sku_description", "usage_unit"),
    kept=(
        "billing_account_id",
        "project_id",
        "usage_start_time",
        "invoice_month",
        "cost_type",
        "location_region",
        "location_location",
        "currency",
        "currency_conversion_rate",
    ),
    added=(("usage_amount",), ("cost",), ("cost_at_list",)),
    dates=("usage_start_time",),
    empty=("credits",),
    never_with=frozenset({"service", "sku", "usage", "invoice", "project", "location"}),
)
_FORM = TableForm(
    "a Google Cloud billing export with columns for start of use, service, SKU and cost",
    REQUIRED_COLUMNS,
    column_name,
    nested=frozenset({"service", "sku", "usage", "credits", "invoice", "project", "location", "labels", "price"}),
    sums=SUMS,
)


def read_gcp_billing(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export, with column names in lower case.

    Raises:
        FileRefused: the header lacks a required column or repeats one, or the file is damaged.
    """
    return read_any_table(reading, _FORM)
