"""FOCUS cost and usage datasets of any provider, versions 1.0 to 1.3: CSV or Parquet. Each record is a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from tokenbooks.loading.readers.base import Reading
from tokenbooks.loading.readers.table_form import Sums, TableForm
from tokenbooks.loading.readers.tables import read_any_table

#: The columns that a charge needs. Version 1.3 renamed the provider's column. A charge is useful without any other
#: column: the folder names its account, and a charge without a meter is a charge that is not itemised.
REQUIRED_COLUMNS = {
    "BilledCost": ("billedcost",),
    "BillingCurrency": ("billingcurrency",),
    "ChargeCategory": ("chargecategory",),
    "ChargePeriodStart": ("chargeperiodstart",),
    "the provider's name": ("serviceprovidername", "providername", "publishername", "invoiceissuername"),
}
#: Which rows of other services are summed, and how.
SUMS = Sums(
    services=("servicename", "x_skumetercategory"),
    naming=(
        "serviceprovidername",
        "providername",
        "publishername",
        "invoiceissuername",
        "x_skumetername",
        "x_skumetersubcategory",
        "x_skudescription",
        "skumeter",
        "x_usagetype",
        "chargedescription",
        "skuid",
        "x_publishercategory",
        "x_publishertype",
        "servicecategory",
        "consumedunit",
        "pricingunit",
        "x_pricingunitdescription",
    ),
    kept=(
        "x_billingaccountid",
        "billingaccountid",
        "subaccountid",
        "commitmentdiscountid",
        "commitmentdiscountcategory",
        "billingcurrency",
        "pricingcurrency",
        "x_pricingcurrency",
        "chargecategory",
        "chargeclass",
        "commitmentdiscountstatus",
        "regionid",
        "regionname",
        "x_pricingblocksize",
        "x_billingexchangerate",
        "chargeperiodstart",
        "billingperiodstart",
        "billingperiodend",
    ),
    added=(("consumedquantity",), ("pricingquantity",), ("billedcost",), ("listcost",)),
    dates=("chargeperiodstart",),
    # All that a provider of AI charges is AI usage. The sign of a correction shows whether it is a refund.
    companies=("serviceprovidername", "providername", "publishername", "invoiceissuername"),
    cloud=re.compile(r"(?:(?:microsoft|azure|aws|amazon|google|gcp)(?![a-z0-9]).*)?", re.IGNORECASE | re.DOTALL),
    is_sign_read=True,
)
# CSV has no other form for a missing value.
_FORM = TableForm(
    "a FOCUS cost and usage dataset with BilledCost, BillingCurrency, ChargeCategory, ChargePeriodStart and the"
    " provider's name",
    REQUIRED_COLUMNS,
    nulls=frozenset({"NULL", "null"}),
    sums=SUMS,
)


def read_focus(reading: Reading) -> Iterator[pa.Table]:
    """Yield the charges of a dataset, with column names in lower case.

    Raises:
        FileRefused: the header lacks a required column or repeats one, or the file is damaged.
    """
    return read_any_table(reading, _FORM)
