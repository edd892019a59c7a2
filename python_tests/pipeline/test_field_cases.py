"""Records that people reported from their own systems, compared with the marts of the pipeline."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from python_tests.pipeline.books import Books
from python_tests.pipeline.field_cases import BILLS, CASES, USAGE, FieldCase

_RECONCILED = [case for case in BILLS if "reconciled" in case.expected]


def test_every_case_lands() -> None:
    """Here, or in `loading/test_field_cases.py` if the loader refuses it."""
    refused = {"az-actual-and-amortized", "openai-has-more"}
    assert {case.id for case in [*USAGE, *BILLS]} | refused == CASES.keys()


@pytest.mark.parametrize("case", USAGE, ids=str)
def test_usage_has_the_meters_and_the_cost_that_was_reported(books: Books, case: FieldCase) -> None:
    """Each meter counts at the model that served it, and the sum of the costs is exact."""
    meters: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for model, meter, quantity in books.rows(
        "select coalesce(events.raw_model, events.model), costs.meter, sum(costs.quantity)"
        " from marts.fct_usage_costs as costs inner join marts.fct_usage_events as events using (usage_event_id)"
        f" where costs.user_id = '{case.user}' group by 1, 2"
    ):
        meters[model][meter] = quantity
    if "meters" in case.expected:
        assert meters == case.expected["meters"]
    costs = "select coalesce(sum(calculated_cost), 0) from marts.fct_usage_events"
    assert books.value(f"{costs} where user_id = '{case.user}'") == Decimal(case.expected["cost"])
    unpriced = books.rows(
        "select distinct pricing_status from marts.fct_usage_events"
        f" where user_id = '{case.user}' and pricing_status != 'priced'"
    )
    assert unpriced == ([("unpriced",)] if case.expected.get("is_unpriced") else [])
    for column in case.expected.keys() & {"platform", "reported_cost"}:
        values = books.rows(
            f"select distinct cast({column} as varchar) from marts.fct_usage_events"
            f" where user_id = '{case.user}' and {column} is not null"
        )
        assert [value.rstrip("0") for (value,) in values] == [case.expected[column]]


@pytest.mark.parametrize("case", _RECONCILED, ids=str)
def test_a_bill_agrees_with_its_usage(books: Books, case: FieldCase) -> None:
    """In the sum of the month and on every meter, so that no two errors cancel."""
    expected = case.expected["reconciled"]
    for account in expected["accounts"]:
        of_account = f"billing_account_id = '{account}'"
        billed = books.value(f"select sum(billed_cost) from marts.fct_billed_charges where {of_account}")
        assert billed == Decimal(expected["billed"])
        assert not books.rows(
            f"select raw_meter_name from marts.fct_billed_charges where {of_account} and mapping_status = 'unmapped'"
        )
        status = expected["status"]
        assert books.rows(
            "select sum(calculated_cost), sum(billed_cost), min(reconciliation_status), max(reconciliation_status)"
            f" from marts.fct_meter_variances where {of_account}"
        ) == [(Decimal(expected["calculated"]), Decimal(expected["billed"]), status, status)]


def test_the_meters_of_claude_on_bedrock_are_those_of_the_bill(books: Books) -> None:
    """Version before family, as AWS writes it, under both names of the product."""
    case = CASES["aws-bedrock-service-claude"]
    for account in case.expected["reconciled"]["accounts"]:
        found = {
            f"{model} {meter}": (quantity, cost)
            for model, meter, quantity, cost in books.rows(
                "select model, meter, sum(billed_quantity), sum(billed_cost) from marts.fct_billed_charges"
                f" where billing_account_id = '{account}' group by 1, 2"
            )
        }
        assert found == {
            meter: (Decimal(line["quantity"]), Decimal(line["cost"]))
            for meter, line in case.expected["billed_meters"].items()
        }


def test_the_code_of_a_product_stands_in_for_its_name(books: Books) -> None:
    """An export without product columns names the service by its code alone."""
    assert books.rows(
        "select model, meter, sum(billed_quantity), count(*) from marts.fct_billed_charges"
        " where billing_account_id = 'aws-code-only' group by 1, 2"
    ) == [("amazon.nova-lite-v1:0", "text_input", 2_000_000, 2)]


def test_search_queries_of_gemini_have_their_meter(books: Books) -> None:
    """Paid and free ones. The tax of the bill stays with the platform that is billed."""
    expected = CASES["gcp-search-queries"].expected
    of_account = "from marts.fct_billed_charges where billing_account_id = 'g-search'"
    found = {
        meter: (quantity, cost)
        for meter, quantity, cost in books.rows(
            f"select meter, sum(billed_quantity), sum(billed_cost) {of_account} and meter is not null group by 1"
        )
    }
    assert found == {
        meter: (Decimal(line["quantity"]), Decimal(line["cost"])) for meter, line in expected["charges"].items()
    }
    taxes = f"select platform, sum(billed_cost) {of_account} and charge_component = 'tax' group by 1"
    assert books.rows(taxes) == [("gemini_api", Decimal(expected["tax"]))]


def test_an_image_meter_is_that_of_the_image_model(books: Books) -> None:
    """No text model puts out images, so the name of a family means its image model."""
    for name, meaning in CASES["gcp-image-output-sku"].expected["models"].items():
        model, meter = meaning.split(" ")
        rows = books.rows(
            "select distinct model, meter from marts.fct_billed_charges"
            f" where billing_account_id = 'g-pollinations' and raw_meter_name like '{name}%'"
        )
        assert [(found.removesuffix("-preview"), counted) for found, counted in rows] == [(model, meter)]


def test_whatever_a_service_named_claude_bills_is_in_scope(books: Books) -> None:
    """Its unread lines are unmapped, with their money."""
    of_account = "where billing_account_id = 'g-claude'"
    billed = books.value(f"select sum(billed_cost) from marts.fct_billed_charges {of_account}")
    assert billed == Decimal(CASES["gcp-claude-services"].expected["in_scope"])
    assert not books.rows(f"select service_name from marts.fct_out_of_scope_charges {of_account}")


def test_dates_with_the_day_first_are_read_in_their_month(books: Books) -> None:
    """One date above the twelfth shows it, or the end of the billing period. No row is refused."""
    for file in CASES["az-day-first"].files:
        of_account = f"where billing_account_id = '{file['path'].split('/')[1]}'"
        _, *rows = file["content"].splitlines()
        days = sorted(f"2026-04-{row.split(',')[10][:2]}" for row in rows)
        found = books.rows(
            "select cast(usage_date as varchar), cast(invoice_period as varchar)"
            f" from marts.fct_billed_charges {of_account} order by 1"
        )
        assert found == [(day, CASES["az-day-first"].expected["period"]) for day in days]
