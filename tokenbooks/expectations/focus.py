"""`raw.focus`: are these charges that can be reconciled."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import matching, present, record_suite
from tokenbooks.loading.raw_layer import RawLayer
from tokenbooks.loading.readers.focus import REQUIRED_COLUMNS

_INSTANT = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
# The examples of the specification write amounts as spreadsheets show them.
_AMOUNT = r"^\s*[+-]?(\$ ?)?[+-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_CATEGORY = r"^(?i:usage|purchase|tax|credit|adjustment)$"
_CURRENCY = r"^(?i:[a-z]{3})$"


def suite() -> gx.ExpectationSuite:
    """What rows of a FOCUS dataset must have."""
    return record_suite(
        "focus",
        [
            present("provider", "charges name their provider"),
            present("charge_period_start", "charges have a start"),
            matching("charge_period_start", _INSTANT, "starts are dates or instants"),
            matching("billed_cost", _AMOUNT, "costs are numbers"),
            matching("consumed_quantity", _AMOUNT, "quantities are numbers"),
            matching("charge_category", _CATEGORY, "charge categories are those of the specification"),
            present("billing_currency", "costs have a currency"),
            matching("billing_currency", _CURRENCY, "currencies are ISO 4217 codes"),
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
            {first(*REQUIRED_COLUMNS["the provider's name"])} as provider,
            {first("chargeperiodstart")} as charge_period_start,
            {first("billedcost")} as billed_cost,
            {first("consumedquantity")} as consumed_quantity,
            {first("chargecategory")} as charge_category,
            {first("billingcurrency")} as billing_currency
        from raw.focus
        where loaded_at >= ?
        """,
        [since],
    )
