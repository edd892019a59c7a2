"""FOCUS cost and usage datasets of any provider, versions 1.0 to 1.3: CSV or Parquet. Each record is a row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.tables import TableForm, read_any_table

#: The columns that a charge needs. Version 1.3 renamed the provider's column. A charge is useful without any other
#: column: the folder names its account, and a charge without a meter is a charge that is not itemised.
REQUIRED_COLUMNS = {
    "BilledCost": ("billedcost",),
    "BillingCurrency": ("billingcurrency",),
    "ChargeCategory": ("chargecategory",),
    "ChargePeriodStart": ("chargeperiodstart",),
    "the provider's name": ("serviceprovidername", "providername", "publishername", "invoiceissuername"),
}
# CSV has no other form for a missing value.
_FORM = TableForm(
    "a FOCUS cost and usage dataset with BilledCost, BillingCurrency, ChargeCategory, ChargePeriodStart and the"
    " provider's name",
    REQUIRED_COLUMNS,
    nulls=frozenset({"NULL", "null"}),
)


def read_focus(reading: Reading) -> Iterator[pa.Table]:
    """Yield the charges of a dataset, with column names in lower case.

    Raises:
        FileRefused: the header lacks a required column or repeats one, or the file is damaged.
    """
    return read_any_table(reading, _FORM)
