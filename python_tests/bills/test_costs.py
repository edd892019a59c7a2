"""Bills of OpenAI, Anthropic and Azure in every form: each agrees exactly with the usage."""

from __future__ import annotations

from decimal import Decimal

import pytest

from python_tests.bills import anthropic_cost_bill, azure_costs_bill, openai_costs_bill
from python_tests.pipeline.books import Books

#: Accounts whose bill has quantities, and those of which only the amounts can be compared.
_WITH_QUANTITIES = (
    openai_costs_bill.TOOLS_ACCOUNT,
    azure_costs_bill.QUERY_ACCOUNT,
    azure_costs_bill.EA_ACCOUNT,
)
_BY_MONEY = (
    anthropic_cost_bill.ACCOUNT,
    anthropic_cost_bill.UNGROUPED_ACCOUNT,
    openai_costs_bill.DAILY_ACCOUNT,
)


@pytest.mark.parametrize("account", [*_WITH_QUANTITIES, *_BY_MONEY])
def test_usage_and_bill_agree(books: Books, account: str) -> None:
    """Every meter of every day matches without a difference, after ten deliveries in any order."""
    rows = books.rows(
        "select reconciliation_status, variance_amount, quantity_variance from marts.fct_meter_variances"
        f" where billing_account_id = '{account}'"
    )
    assert rows
    no_difference = {0} if account in _WITH_QUANTITIES else {0, None}
    assert {status for status, _, _ in rows} == {"matched"}
    assert {amount for _, amount, _ in rows} == {0}
    assert {quantity for _, _, quantity in rows} <= no_difference
    assert not books.rows(
        "select raw_meter_name from marts.fct_billed_charges"
        f" where billing_account_id = '{account}' and mapping_status = 'unmapped'"
    )
    assert not books.rows(f"select 1 from marts.fct_variance_components where billing_account_id = '{account}'")
    assert books.rows(
        "select sum(billed_cost) = sum(calculated_cost) from marts.fct_reconciliations"
        f" where billing_account_id = '{account}'"
    ) == [(True,)]


@pytest.mark.parametrize("account", [*_WITH_QUANTITIES, *_BY_MONEY, azure_costs_bill.EURO_ACCOUNT])
def test_allocations_add_up_to_the_bill(books: Books, account: str) -> None:
    """The whole bill is allocated to events, or shown as unattributed."""
    assert books.rows(
        "select (select sum(actual_cost) from marts.fct_cost_allocations"
        f" where billing_account_id = '{account}') = (select sum(billed_cost) from marts.fct_billed_charges"
        f" where billing_account_id = '{account}')"
    ) == [(True,)]


def test_cents_are_converted_to_dollars(books: Books) -> None:
    """The total of Anthropic's report is the cost of the usage, not a hundred times as much."""
    for account in (anthropic_cost_bill.ACCOUNT, anthropic_cost_bill.UNGROUPED_ACCOUNT):
        assert _billed(books, account) == anthropic_cost_bill.billed_total(account)
    assert _billed(books, openai_costs_bill.DAILY_ACCOUNT) == openai_costs_bill.daily_total()


def test_every_meter_of_anthropic_is_distinguished(books: Books) -> None:
    """Cache lifetimes, tiers, and the tool without a model."""
    account = anthropic_cost_bill.ACCOUNT
    found = books.rows(
        f"select distinct meter, service_tier from marts.fct_billed_charges where billing_account_id = '{account}'"
    )
    meters = ("text_input", "text_cached_input", "text_cache_write_5m", "text_cache_write_1h", "text_output")
    expected = {(meter, tier) for meter in meters for tier in ("standard", "batch")}
    assert set(found) == {*expected, ("web_search_call", "standard")}
    assert books.rows(
        "select distinct model from marts.fct_meter_variances"
        f" where billing_account_id = '{account}' and meter = 'web_search_call'"
    ) == [("(none)",)]


def test_a_tool_is_compared_over_all_models(books: Books) -> None:
    """Seven searches with two models are one line of the bill, at their average price."""
    assert books.rows(
        "select model, calculated_quantity, billed_quantity, billed_cost, list_unit_price, billed_unit_price"
        " from marts.fct_meter_variances"
        f" where billing_account_id = '{openai_costs_bill.TOOLS_ACCOUNT}' and meter = 'web_search_call'"
    ) == [
        ("(none)", 7, 7, Decimal("0.1"), Decimal("0.014285714286"), Decimal("0.014285714286")),
    ]


def test_the_exchange_rate_is_kept(books: Books) -> None:
    """A bill in euros states the source currency and the exchange rate."""
    account = azure_costs_bill.EURO_ACCOUNT
    assert books.rows(
        "select distinct currency, pricing_currency, exchange_rate, mapping_status from marts.fct_billed_charges"
        f" where billing_account_id = '{account}'"
    ) == [("EUR", "USD", azure_costs_bill.EURO_RATE, "mapped")]


def test_a_bill_in_euros_is_compared_in_euros(books: Books) -> None:
    """At its own exchange rate and exactly, without a meter that differs by a factor."""
    account = azure_costs_bill.EURO_ACCOUNT
    rows = books.rows(
        "select reconciliation_status, variance_amount, currency, exchange_rate, unit_price_ratio"
        f" from marts.fct_meter_variances where billing_account_id = '{account}'"
    )
    assert set(rows) == {("matched", 0, "EUR", azure_costs_bill.EURO_RATE, 1)}
    assert books.rows(
        "select currency, pricing_currency, exchange_rate, implied_exchange_rate from marts.fct_reconciliations"
        f" where billing_account_id = '{account}'"
    ) == [("EUR", "USD", azure_costs_bill.EURO_RATE, azure_costs_bill.EURO_RATE)]


def test_the_region_of_a_query_is_that_of_its_product(books: Books) -> None:
    """If no column names the region, the end of the product name does."""
    account = azure_costs_bill.QUERY_ACCOUNT
    assert books.rows(
        f"select distinct region from marts.fct_billed_charges where billing_account_id = '{account}'"
    ) == [("se central",)]


def _billed(books: Books, account: str) -> Decimal:
    sql = f"select sum(billed_cost) from marts.fct_billed_charges where billing_account_id = '{account}'"
    return Decimal(books.value(sql))
