"""The identities between marts hold exactly in a whole world, and every injected disturbance is found again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from python_tests.pipeline.books import Books
from python_tests.shared_books import Landed
from tools.simulator.customers import AZURE_ACCOUNT, OPENAI_ACCOUNT
from tools.simulator.disturbances import Disturbance

_ACCOUNTS = (OPENAI_ACCOUNT, AZURE_ACCOUNT)


def test_meters_add_up_to_events(books: Books) -> None:
    """The cost of every event is the sum of its meters."""
    assert not books.rows(
        "select events.usage_event_id, events.calculated_cost, sum(costs.calculated_cost)"
        " from marts.fct_usage_events as events"
        " left join marts.fct_usage_costs as costs on events.usage_event_id = costs.usage_event_id"
        " group by events.usage_event_id, events.calculated_cost"
        " having coalesce(events.calculated_cost, 0) != coalesce(sum(costs.calculated_cost), 0)"
    )


def test_events_add_up_to_invoices_and_the_rest(books: Books) -> None:
    """The cost of events is invoiced, unattributed, or observed only by a client. None is lost or doubled."""
    events = books.value("select sum(calculated_cost) from marts.fct_usage_events")
    invoiced = books.value("select sum(calculated_cost) from marts.fct_invoices")
    rest = books.value(
        "select sum(calculated_cost) from marts.fct_usage_events where user_id = '(unattributed)' or not is_billable"
    )
    assert rest > 0
    assert events == invoiced + rest
    assert invoiced == books.value("select sum(calculated_cost) from marts.fct_invoice_lines")


def test_invoices_are_rounded_once(books: Books) -> None:
    """A total is its exact cost rounded half up to the cent. Its lines add up to it, each less than a cent off."""
    assert books.value("select count(*) from marts.fct_invoices") > 100
    assert not books.rows(
        "select invoice_id from marts.fct_invoices where total_amount != round(calculated_cost, 2)"
        " or total_amount != subtotal_amount + adjustment_amount + credit_amount + tax_amount"
    )
    assert not books.rows(
        "select invoices.invoice_id from marts.fct_invoices as invoices"
        " inner join marts.fct_invoice_lines as lines on invoices.invoice_id = lines.invoice_id"
        " group by invoices.invoice_id, invoices.total_amount having sum(lines.amount) != invoices.total_amount"
    )
    assert not books.rows("select 1 from marts.fct_invoice_lines where abs(amount - calculated_cost) >= 0.01")


def test_allocations_are_the_bill(books: Books) -> None:
    """For every account and day, the whole bill is allocated exactly."""
    assert not books.rows(
        "with allocated as ("
        " select platform, billing_account_id, usage_date, billing_currency as currency, sum(actual_cost) as cost"
        " from marts.fct_cost_allocations where actual_cost is not null group by all"
        "), billed as ("
        " select platform, billing_account_id, usage_date, currency, sum(billed_cost) as cost"
        " from marts.fct_billed_charges group by all"
        ") select * from allocated full join billed"
        " using (platform, billing_account_id, usage_date, currency) where allocated.cost is distinct from billed.cost"
    )


def test_components_are_the_variance(books: Books) -> None:
    """The components of every reconciliation add up to its variance."""
    assert not books.rows(
        "select reconciliations.reconciliation_id from marts.fct_reconciliations as reconciliations"
        " left join marts.fct_variance_components as components"
        " on reconciliations.reconciliation_id = components.reconciliation_id"
        " group by reconciliations.reconciliation_id, reconciliations.variance_amount"
        " having coalesce(sum(components.amount), 0) != reconciliations.variance_amount"
    )


def test_reconciliations_are_both_sides_in_full(books: Books) -> None:
    """They contain all costs of events and all charges in scope. Euros are compared where they are billed."""
    abroad = (
        "(platform, billing_account_id) in"
        " (select (platform, billing_account_id) from marts.fct_reconciliations where currency != 'USD')"
    )
    assert books.value(f"select count(*) from marts.fct_usage_events where {abroad}") > 0
    assert books.rows(
        f"select sum(calculated_cost), sum(billed_cost) from marts.fct_reconciliations where not {abroad}"
    ) == [
        (
            books.value(f"select sum(calculated_cost) from marts.fct_usage_events where not {abroad}"),
            books.value(f"select sum(billed_cost) from marts.fct_billed_charges where not {abroad}"),
        )
    ]


def test_other_costs_of_the_cloud_stay_outside(books: Books) -> None:
    """The virtual machines of the demo subscription are not usage of a model, and they are not lost."""
    assert books.rows(
        f"select distinct service_name from marts.fct_out_of_scope_charges where billing_account_id = '{AZURE_ACCOUNT}'"
    ) == [("virtual machines",)]
    charges, cost = books.rows(
        "select sum(charges), sum(billed_cost) from marts.fct_out_of_scope_charges"
        f" where billing_account_id = '{AZURE_ACCOUNT}'"
    )[0]
    assert charges == 11 + 10 + 11
    assert cost == charges * Decimal("2.304")


@pytest.mark.parametrize("account", _ACCOUNTS)
def test_disturbances_are_the_whole_variance(books: Books, landed: Landed, account: str) -> None:
    """The variances of an account equal the injected amounts."""
    assert books.value(
        f"select sum(variance_amount) from marts.fct_reconciliations where billing_account_id = '{account}'"
    ) == sum(item.billed_cost_effect for item in landed.world.disturbances if item.billing_account_id == account)


def test_every_disturbance_is_found_where_it_was_made(books: Books, landed: Landed) -> None:
    """On its days and its model, bill and calculation differ by the injected amount."""
    expected = {item.name: item.billed_cost_effect for item in landed.world.disturbances}
    assert {item.name: _found(books, item) for item in landed.world.disturbances} == expected


def test_disturbances_have_the_component_they_should(books: Books, landed: Landed) -> None:
    """Charges for a model without a price, without usage, as tax or as credit have the component of that name."""
    effects = {item.name: item.billed_cost_effect for item in landed.world.disturbances}
    components = {
        (account, period.month, component): amount
        for account, period, component, amount in books.rows(
            "select billing_account_id, billing_period, component, amount from marts.fct_variance_components"
        )
    }
    assert components[AZURE_ACCOUNT, 2, "credit"] == effects["credit"]
    assert components[AZURE_ACCOUNT, 3, "tax"] == effects["tax"]
    assert components[AZURE_ACCOUNT, 3, "one_sided_bill"] == effects["missing_usage"]
    assert components[OPENAI_ACCOUNT, 3, "unpriced"] == effects["unpriced_model"]
    unmapped = components[AZURE_ACCOUNT, 3, "unmapped"]
    assert unmapped > 0
    assert components[AZURE_ACCOUNT, 3, "one_sided_usage"] == -unmapped
    assert books.rows(
        "select raw_meter_name, billed_cost from marts.fct_unmapped_charges where platform = 'azure'"
    ) == [("Foundry speech agents 0326 1M", unmapped)]


def test_undisturbed_months_match_to_the_last_digit(books: Books) -> None:
    """In January only the day of some usage differs, and the month matches exactly."""
    assert books.rows(
        "select variance_amount, variance_ratio, reconciliation_status, action from marts.fct_reconciliations"
        f" where billing_account_id in {_ACCOUNTS} and billing_period = '2026-01-01'"
    ) == [(0, 0, "matched", "none")] * len(_ACCOUNTS)


def _found(books: Books, item: Disturbance) -> Decimal:
    if not item.model and item.name in ("credit", "tax"):
        return books.value(
            "select sum(billed_cost) from marts.fct_billed_charges"
            f" where billing_account_id = '{item.billing_account_id}' and lower(charge_category) = '{item.name}'"
        )
    last_day = item.last_day + timedelta(days=item.name == "late_usage")
    of_model = f" and model in ({_model_names(item)})" if item.model else ""
    return books.value(
        "select sum(variance_amount) from marts.fct_meter_variances"
        f" where billing_account_id = '{item.billing_account_id}'"
        f" and usage_date between '{item.first_day}' and '{last_day}'{of_model}"
    )


def _model_names(item: Disturbance) -> str:
    """The model as the price book names it, or the name for meters that no rule maps."""
    usage = f"select model from marts.fct_usage_events where raw_model = '{item.model}'"
    unmapped = " union all select '(unmapped)'" if item.name == "unmapped_meter" else ""
    return f"{usage} and platform = '{item.platform}' union all select '{item.model}'{unmapped}"
