"""AWS Cost and Usage Reports bill what Bedrock calls used."""

from __future__ import annotations

from decimal import Decimal

from python_tests.bill_writers.aws_bills import line_items
from python_tests.bills.aws_bill import OTHERS, PAYER, SIZED, bedrock_calls
from python_tests.bills.comparison import assert_matched, components
from python_tests.pipeline.books import Books
from tools.simulator.prices import PriceBook


def test_every_meter_is_billed_as_it_was_used(books: Books) -> None:
    """Legacy and 2.0, CSV, Parquet and JSON Lines, units of a thousand and a million tokens: all are exact."""
    calls = bedrock_calls()
    meters = {
        (call.occurred_at.date(), call.model if call.profile == "global" else call.base_model, meter)
        for call in calls
        for meter in call.tokens
    }
    billed = sum((item.cost for item in line_items(calls, PriceBook.read())), Decimal(0))
    assert_matched(books, PAYER, billed, len(meters))


def test_a_charge_that_is_not_usage_is_a_component(books: Books) -> None:
    """Tax, credit, support and capacity are components of their own. Another service is out of scope."""
    assert components(books, PAYER) == OTHERS
    assert books.rows(
        f"select service_name, billed_cost from marts.fct_out_of_scope_charges where billing_account_id = '{PAYER}'"
    ) == [("amazon elastic compute cloud", Decimal("0.0104"))]


def test_unit_sizes_are_inferred_from_costs(books: Books) -> None:
    """A unit of one, a thousand or a million tokens, at any negotiated price. A charge that fits none is unmapped."""
    found = books.rows(
        "select sub_account_id, billed_quantity, mapping_status, unmapped_reason from marts.fct_billed_charges"
        f" where billing_account_id = '{SIZED}' order by 1"
    )
    unknown = (None, "unmapped", "unknown_unit")
    assert found == [
        ("1", Decimal("2000000"), "mapped", None),
        ("2", Decimal("2000"), "mapped", None),
        ("3", Decimal("2000"), "mapped", None),
        ("4", Decimal("2000"), "mapped", None),
        ("5", *unknown),
        ("6", *unknown),
        ("7", Decimal("-2000000"), "mapped", None),
        ("8", Decimal("2000000"), "mapped", None),
        ("9", Decimal("2000"), "mapped", None),
    ]
    assert books.rows(
        "select unmapped_reason, billed_cost, charges from marts.fct_unmapped_charges where platform = 'bedrock'"
    ) == [("unknown_unit", Decimal("0.2"), 2)]
