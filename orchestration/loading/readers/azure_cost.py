"""Azure Cost Management actual-cost exports: CSV with an EA or MCA header, one record a row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from orchestration.loading.readers.base import Reading
from orchestration.loading.readers.tables import TableForm, read_csv

#: What a row needs to say what was used when for how much, under the names of the EA and MCA forms.
REQUIRED_COLUMNS = {
    "date": ("date", "usagedate", "usagedatetime"),
    "meter name": ("metername",),
    "quantity": ("quantity", "usagequantity"),
    "cost": ("costinbillingcurrency", "cost", "pretaxcost"),
}
_FORM = TableForm(
    "an Azure Cost Management export with columns for date, meter name, quantity and cost", REQUIRED_COLUMNS
)


def read_azure_cost(reading: Reading) -> Iterator[pa.Table]:
    """Yield the rows of an export, names in lower case.

    Raises:
        FileRefused: the header lacks a needed column or names one twice.
    """
    return read_csv(reading, _FORM)
