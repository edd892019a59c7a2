"""FOCUS cost and usage datasets, versions 1.0 to 1.3 of any provider: CSV or Parquet, one record a row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.tables import TableForm, read_any_table

#: What a charge cannot do without. Version 1.3 names the provider anew; of other columns a charge is worth having
#: without them, as the folder says whose account it is and a charge without a meter is one that is not itemised.
REQUIRED_COLUMNS = {
    "BilledCost": ("billedcost",),
    "BillingCurrency": ("billingcurrency",),
    "ChargeCategory": ("chargecategory",),
    "ChargePeriodStart": ("chargeperiodstart",),
    "the provider's name": ("serviceprovidername", "providername", "publishername", "invoiceissuername"),
}
# Writers of CSV have no other form for a value that is not there.
_FORM = TableForm(
    "a FOCUS cost and usage dataset with BilledCost, BillingCurrency, ChargeCategory, ChargePeriodStart and the"
    " provider's name",
    REQUIRED_COLUMNS,
    nulls=frozenset({"NULL", "null"}),
)


def read_focus(reading: Reading) -> Iterator[pa.Table]:
    """Yield the charges of a dataset, names in lower case.

    Raises:
        FileRefused: the header lacks a needed column or names one twice, or the file is damaged.
    """
    return read_any_table(reading, _FORM)
