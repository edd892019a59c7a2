"""`raw.aws_cur`: are these line items that can be reconciled."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from tokenbooks.expectations.lean_import import gx
from tokenbooks.expectations.rows import NUMBER, matching, present, record_suite
from tokenbooks.expectations.samples import sampled
from tokenbooks.loading.raw_layer import RawLayer

_INSTANT = r"^\d{4}-\d\d-\d\d"
_COLUMNS = {
    "usage_start": "line_item_usage_start_date",
    "line_item_type": "line_item_line_item_type",
    "payer": "bill_payer_account_id",
    "billing_period_start": "bill_billing_period_start_date",
    "quantity": "line_item_usage_amount",
    "cost": "line_item_unblended_cost",
    "currency": "line_item_currency_code",
}


def suite() -> gx.ExpectationSuite:
    """What line items of a report must have."""
    return record_suite(
        "aws_cur",
        [
            present("usage_start", "line items have a start"),
            matching("usage_start", _INSTANT, "starts are instants"),
            present("line_item_type", "line items say what they are"),
            present("payer", "line items name their payer account"),
            present("billing_period_start", "line items name their billing period"),
            matching("quantity", NUMBER, "quantities are numbers"),
            matching("cost", NUMBER, "costs are numbers"),
            present("currency", "costs have a currency"),
        ],
    )


def batch(raw: RawLayer, since: datetime) -> pd.DataFrame:
    """A sample of the line items loaded since then."""
    columns = {name: f"nullif({raw.json_text('record', field)}, '')" for name, field in _COLUMNS.items()}
    return sampled(raw, "aws_cur", since, columns)
