"""Google Cloud billing exports bill what Gemini calls used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from python_tests.bill_writers.gcp_bills import rows
from python_tests.bills.comparison import assert_matched, components, refused
from python_tests.bills.gcp_bill import ACCOUNT, CREDITS, FAULTY, gemini_calls
from python_tests.pipeline.books import Books
from tools.simulator.prices import PriceBook


def test_every_meter_is_billed_as_it_was_used(books: Books) -> None:
    """JSON Lines, CSV and Parquet, thoughts on a separate SKU, days in two invoice months: all are exact."""
    calls = gemini_calls()
    meters = {
        (call.platform, call.occurred_at.date(), call.model, "text_output" if meter == "thoughts" else meter)
        for call in calls
        for meter in call.meters()
    }
    billed = sum((row.cost for row in rows(calls, PriceBook.read())), Decimal(0))
    assert_matched(books, ACCOUNT, billed, len(meters))


def test_credits_taxes_and_support_are_components(books: Books) -> None:
    """Costs and credits add up to the amount owed. Another service is out of scope."""
    assert components(books, ACCOUNT) == CREDITS
    assert books.rows(
        f"select service_name, billed_cost from marts.fct_out_of_scope_charges where billing_account_id = '{ACCOUNT}'"
    ) == [("compute engine", Decimal("3.21"))]


def test_invoice_months_are_pacific(books: Books) -> None:
    """03:00 UTC on the first of a month is billed in the previous month. The usage day stays that of UTC."""
    where = f"from marts.fct_billed_charges where billing_account_id = '{ACCOUNT}' and usage_date = date '2026-02-01'"
    periods = books.rows(f"select distinct invoice_period {where} order by 1")
    assert periods == [(date(2026, 1, 1),), (date(2026, 2, 1),)]


def test_a_row_that_cannot_be_read_is_counted(books: Books) -> None:
    """A malformed cost, quantity, day or credit is refused with its reason. The other rows are billed."""
    assert refused(books, "record_number, reason", "gcp_billing/export.%") == [
        (2, "invalid_cost"),
        (3, "invalid_quantity"),
        (4, "invalid_usage_date"),
        (5, "invalid_cost"),
    ]
    assert books.value(f"select count(*) from marts.fct_billed_charges where billing_account_id = '{FAULTY}'") == 2
