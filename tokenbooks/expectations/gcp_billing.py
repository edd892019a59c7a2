"""`raw.gcp_billing`: are these rows that can be reconciled."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import NUMBER, matching, present, record_suite
from tokenbooks.expectations.samples import any_text, sampled
from tokenbooks.loading.raw_layer import RawLayer

_INSTANT = r"^\d{4}-\d\d-\d\d"
_COLUMNS = {
    "usage_start": (("usage_start_time",),),
    "service": (("service", "description"), ("service_description",)),
    "sku": (("sku", "description"), ("sku_description",)),
    "invoice_month": (("invoice", "month"), ("invoice_month",)),
    "quantity": (("usage", "amount"), ("usage_amount",)),
    "cost": (("cost",),),
    "currency": (("currency",),),
}


def suite() -> gx.ExpectationSuite:
    """What rows of an export must have."""
    return record_suite(
        "gcp_billing",
        [
            present("usage_start", "rows have a start"),
            matching("usage_start", _INSTANT, "starts are instants"),
            present("service", "rows name their service"),
            present("sku", "rows name their SKU"),
            matching("invoice_month", r"^\d{6}$", "invoice months are year and month"),
            matching("quantity", NUMBER, "quantities are numbers"),
            matching("cost", NUMBER, "costs are numbers"),
            present("currency", "costs have a currency"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the rows loaded since then."""
    columns = {name: f"nullif({any_text(raw, *paths)}, '')" for name, paths in _COLUMNS.items()}
    return sampled(raw, "gcp_billing", since, columns)
