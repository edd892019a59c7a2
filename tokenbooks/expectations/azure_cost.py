"""`raw.azure_cost`: are these charges that can be reconciled."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import NUMBER, matching, present, record_suite
from tokenbooks.loading.raw_layer import RawLayer
from tokenbooks.loading.readers.azure_cost import REQUIRED_COLUMNS

_DATE = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{8})"
_CURRENCY_COLUMNS = ("billingcurrency", "billingcurrencycode", "currency", "currencycode")


def suite() -> gx.ExpectationSuite:
    """What rows of a cost export must have."""
    return record_suite(
        "azure_cost",
        [
            present("usage_date", "charges have a date"),
            matching("usage_date", _DATE, "dates are year-month-day or month/day/year"),
            present("meter_name", "charges name their meter"),
            matching("quantity", NUMBER, "quantities are numbers"),
            matching("cost", NUMBER, "costs are numbers"),
            present("currency", "costs have a currency"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """The charges loaded since then."""

    def first(*names: str) -> str:
        values = [f"nullif({raw.json_text('record', name)}, '')" for name in names]
        return f"coalesce({', '.join(values)}, null)"

    return raw.frame(
        f"""
        select
            delivery_id,
            record_number,
            case when record is not null then 'present' end as record,
            {first(*REQUIRED_COLUMNS["date"])} as usage_date,
            {first(*REQUIRED_COLUMNS["meter name"])} as meter_name,
            {first(*REQUIRED_COLUMNS["quantity"])} as quantity,
            {first(*REQUIRED_COLUMNS["cost"])} as cost,
            {first(*_CURRENCY_COLUMNS)} as currency
        from raw.azure_cost
        where loaded_at >= ?
        """,
        [since],
    )
