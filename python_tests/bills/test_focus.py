"""A month of usage against its FOCUS bill, in every version and on both engines."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from python_tests.bill_writers.focus_bills import FORGOTTEN, forgotten, other_rows
from python_tests.bills.comparison import refused
from python_tests.bills.focus_bill import (
    ACCOUNTS,
    EUROS_A_DOLLAR,
    FAULTY,
    FAULTY_ROWS,
    FOCUS_IS_NEWER,
    FOCUS_IS_OLDER,
    IN_EUROS,
    MONTH,
    charges,
)
from python_tests.pipeline.books import Books


@pytest.mark.parametrize("account", [*ACCOUNTS.values(), FOCUS_IS_NEWER, FOCUS_IS_OLDER])
def test_every_meter_is_matched_to_the_last_digit(books: Books, account: str) -> None:
    """Usage of both providers, corrections of the previous month, and the newer of two exports."""
    found = books.rows(
        "select platform, usage_date, model, meter, billed_quantity, billed_cost from marts.fct_meter_variances"
        f" where billing_account_id = '{account}' and reconciliation_status = 'matched'"
        " and variance_amount = 0 and quantity_variance = 0"
    )
    expected: dict[tuple[str, date, str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for charge in charges(account):
        key = charge.key
        sums = expected[key.platform, key.day, key.model, key.meter]
        sums[0] += charge.quantity
        sums[1] += charge.cost
    assert {row[:4]: list(row[4:]) for row in found} == expected
    assert books.value(f"select count(*) from marts.fct_meter_variances where billing_account_id = '{account}'") == len(
        expected
    )


def test_a_bill_in_another_currency_is_compared_at_its_own_rate(books: Books) -> None:
    """Quantities and amounts match exactly, in the currency of the bill."""
    assert books.rows(
        "select currency, reconciliation_status, sum(billed_cost), sum(variance_amount), sum(quantity_variance)"
        f" from marts.fct_meter_variances where billing_account_id = '{IN_EUROS}' group by 1, 2"
    ) == [("EUR", "matched", sum(charge.cost for charge in charges(IN_EUROS)) * EUROS_A_DOLLAR, 0, 0)]


@pytest.mark.parametrize("version", ACCOUNTS)
def test_a_charge_that_is_not_usage_is_a_component(books: Books, version: str) -> None:
    """The variance of a month consists only of charges that are not usage. Virtual machines are not part of it."""
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for other in other_rows(version, MONTH):
        expected[other.platform, other.component or "out_of_scope"] += Decimal(str(other.row["BilledCost"]))
    account = f"billing_account_id = '{ACCOUNTS[version]}' and billing_period = date '{MONTH}'"
    found = books.rows(f"select platform, component, amount from marts.fct_variance_components where {account}")
    found += books.rows(
        f"select platform, 'out_of_scope', billed_cost from marts.fct_out_of_scope_charges where {account}"
    )
    assert {(platform, component): amount for platform, component, amount in found} == expected


@pytest.mark.parametrize("version", ACCOUNTS)
def test_the_bill_is_the_sum_of_its_charges(books: Books, version: str) -> None:
    """Usage and all other charges of both months, all of them mapped."""
    account = ACCOUNTS[version]
    billed = sum((charge.cost for charge in charges(account)), Decimal(0))
    billed += 2 * sum((Decimal(str(other.row["BilledCost"])) for other in other_rows(version, MONTH)), Decimal(0))
    assert billed == books.value(
        "select sum(billed_cost) from ("
        f" select billed_cost from marts.fct_billed_charges where billing_account_id = '{account}' union all"
        f" select billed_cost from marts.fct_out_of_scope_charges where billing_account_id = '{account}') as bill"
    )
    assert not books.rows(
        "select raw_meter_name from marts.fct_billed_charges"
        f" where billing_account_id = '{account}' and mapping_status in ('unmapped', 'not_itemised')"
    )


@pytest.mark.parametrize("version", ACCOUNTS)
def test_a_correction_keeps_its_usage_month_and_its_billing_period(books: Books, version: str) -> None:
    """February's export corrects January's usage and does not change January's other charges."""
    late = forgotten(charges(ACCOUNTS[version]), MONTH)
    found = books.rows(
        "select platform, usage_date, billing_period, billed_quantity, billed_cost from marts.fct_billed_charges"
        f" where billing_account_id = '{ACCOUNTS[version]}' and usage_date < invoice_period"
        f" and invoice_period = date '{MONTH}'"
    )
    assert late
    assert sorted(found) == sorted(
        (charge.key.platform, charge.key.day, date(2026, 1, 1), FORGOTTEN, FORGOTTEN * charge.unit_price)
        for charge in late
    )


def test_a_charge_with_a_fault_is_refused_with_its_reason(books: Books) -> None:
    """Each faulty line is refused. The line without a fault is current."""
    assert refused(books, "record_number, reason", f"focus/{FAULTY}/%") == [
        (number, reason) for number, reason in enumerate(FAULTY_ROWS.values(), 2) if reason
    ]
    assert books.rows(
        f"select billed_cost, mapping_status from marts.fct_billed_charges where billing_account_id = '{FAULTY}'"
    ) == [(Decimal("1.5"), "mapped")]
