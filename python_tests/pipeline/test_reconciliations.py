"""Published comparisons of usage and bill: both disputes, a month of a tracker, and all statuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from python_tests.pipeline import bills
from python_tests.pipeline.books import Books
from python_tests.pipeline.cases import case_of, meter_of

_SIX_DIGITS = Decimal("0.000001")


def test_dispute_a_is_calculated_with_the_cache_discount(books: Books) -> None:
    """The one published payload costs 0.0237288, not the 0.0526568 of the developer's formula."""
    assert books.rows(
        "select meter, quantity, calculated_cost from marts.fct_usage_costs"
        " where usage_event_id = 'openai/resp_dispute_a' order by meter"
    ) == [
        ("audio_cached_input", 2816, Decimal("0.0008448")),
        ("audio_input", 29, Decimal("0.00029")),
        ("audio_output", 1019, Decimal("0.02038")),
        ("text_cached_input", 5376, Decimal("0.0016128")),
        ("text_input", 2, Decimal("0.0000012")),
        ("text_output", 250, Decimal("0.0006")),
    ]
    assert books.rows(
        "select billing_period, calculated_cost, billed_cost, reported_cost, variance_amount, reconciliation_status"
        " from marts.fct_reconciliations where billing_account_id = 'dispute-a'"
    ) == [
        (
            _day("2025-01-01"),
            Decimal("0.0237288"),
            Decimal("1.03"),
            Decimal("2.28"),
            Decimal("1.0062712"),
            "discrepancy",
        )
    ]


def test_dispute_a_is_in_the_costs_of_the_application(books: Books) -> None:
    """Each of the four calls has another cost there: the published one, and the rest of each day's own total."""
    assert books.rows(
        "select compared_calls, differing_calls, reported_variance_amount"
        " from marts.fct_reconciliations where billing_account_id = 'dispute-a'"
    ) == [(4, 4, Decimal("2.28") - Decimal("0.0237288"))]


def test_dispute_a_day_by_day(books: Books) -> None:
    """Where the calculation is the developer's own, the days differ by the published ratios."""
    rows = case_of("reconcile", bills.DISPUTE_A_DAILY).fields["rows"]
    # The publication subtracts in the other direction: the developer's sum minus the bill.
    expected = [
        (
            _day(row["date"]),
            Decimal(row["calculated"]),
            Decimal(row["billed"]),
            -Decimal(row["variance"]),
            (-Decimal(row["variance"]) / Decimal(row["billed"])).quantize(_SIX_DIGITS),
            row["status"],
        )
        for row in rows
    ]
    assert _variances(books, bills.DISPUTE_A_DAILY) == expected


def test_dispute_b_meter_by_meter(books: Books) -> None:
    """Every quantity is on both sides. Cached meters with a billed amount of nothing have a zero, not a gap."""
    tokens = {
        "text_input": (55, 357),
        "text_cached_input": (64, 0),
        "audio_input": (46, 640),
        "audio_cached_input": (64, 0),
        "text_output": (117, 181),
        "audio_output": (420, 631),
    }
    found = {
        meter: (calculated, billed)
        for meter, calculated, billed, variance in books.rows(
            "select meter, calculated_quantity, billed_quantity, quantity_variance from marts.fct_meter_variances"
            " where billing_account_id = 'dispute-b' and model = 'gpt-realtime-mini-2025-12-15'"
        )
        if variance == billed - calculated
    }
    assert found == tokens
    fields = case_of("reconcile", "dispute-b-meter-variance").fields
    assert {meter_of(row["meter"]): row["billed"] for row in fields["rows"]} == {
        meter: billed for meter, (_, billed) in tokens.items()
    }
    assert books.rows(
        "select calculated_cost, billed_cost, variance_amount, reconciliation_status"
        " from marts.fct_reconciliations where billing_account_id = 'dispute-b'"
    ) == [(Decimal("0.00919684"), Decimal("0.0196686"), Decimal("0.01047176"), fields["expected_status"])]


def test_dispute_b_is_a_matter_of_quantities(books: Books) -> None:
    """Every meter is billed at its list price, so the whole variance is a quantity variance."""
    assert books.rows(
        "select distinct billed_unit_price = list_unit_price from marts.fct_meter_variances"
        " where billing_account_id = 'dispute-b' and billed_quantity > 0"
    ) == [(True,)]
    assert books.rows(
        "select components.component, components.amount from marts.fct_variance_components as components"
        " where components.billing_account_id = 'dispute-b'"
    ) == [("quantity_variance", Decimal("0.01047176"))]


def test_dispute_b_is_matched_in_money_only(books: Books) -> None:
    """Each meter is less than a cent off, and 46 tokens are not 640."""
    assert books.rows(
        "select distinct reconciliation_status, quantity_status from marts.fct_meter_variances"
        " where billing_account_id = 'dispute-b' and model = 'gpt-realtime-mini-2025-12-15'"
    ) == [("matched", "discrepancy")]


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (bills.OFFSETTING, (0, 10, "matched", True, "update_price_book")),
        (bills.SHIFTED, (0, 0, "matched", False, "none")),
    ],
)
def test_only_differences_of_models_that_cancel_have_an_action(
    books: Books, account: str, expected: tuple[object, ...]
) -> None:
    """Two models that are off by the same amount have an action. A call that is billed a day later does not."""
    assert books.rows(
        "select variance_amount, gross_variance_amount, reconciliation_status, is_offsetting, action"
        f" from marts.fct_reconciliations where billing_account_id = '{account}'"
    ) == [expected]


def test_a_month_of_a_tracker_is_matched(books: Books) -> None:
    """498.67 against 500.23 is 0.31 % of the bill, which is within the tolerance."""
    fields = case_of("reconcile", "tracker-month").fields
    assert books.rows(
        "select calculated_cost, billed_cost, variance_amount, variance_ratio, reconciliation_status, action, is_final"
        " from marts.fct_reconciliations where billing_account_id like 'alloc-tracker-actual.%'"
    ) == [
        (
            Decimal(fields["calculated"]),
            Decimal(fields["billed"]),
            Decimal(fields["variance"]),
            Decimal("0.003119"),
            fields["expected_status"],
            "none",
            True,
        )
    ]


def test_statuses_row_by_row(books: Books) -> None:
    """Within the tolerance, beyond it, and each side alone. The month is the sum."""
    fields = case_of("reconcile", bills.TOKENHUB).fields
    names = {
        "matched": "matched",
        "amount_mismatch": "discrepancy",
        "provider_only": "missing_usage",
        "internal_only": "missing_bill",
    }
    found = [(calculated, billed, status) for _, calculated, billed, _, _, status in _variances(books, bills.TOKENHUB)]
    assert found == [
        (_amount(row["internal"]), _amount(row["provider"]), names[row["status"]]) for row in fields["rows"]
    ]
    totals = fields["totals"]
    assert books.rows(
        "select calculated_cost, billed_cost, variance_amount from marts.fct_reconciliations"
        f" where billing_account_id = '{bills.TOKENHUB}'"
    ) == [(Decimal(totals["internal"]), Decimal(totals["provider"]), Decimal(totals["difference"]))]


def test_tenths_add_up(books: Books) -> None:
    """0.1 and 0.2 are 0.3."""
    fields = case_of("reconcile", bills.TOKENHUB_DECIMAL).fields
    assert (
        books.value(
            "select cast(billed_cost as varchar) from marts.fct_reconciliations"
            f" where billing_account_id = '{bills.TOKENHUB_DECIMAL}'"
        )
        == f"{Decimal(fields['expected_sum']):.12f}"
    )


@pytest.mark.parametrize(
    ("account", "calls", "status"), [(bills.XAI, 1, "matched"), (bills.XAI_THOUSAND, 1000, "discrepancy")]
)
def test_a_fifth_of_a_cent_is_matched_and_a_thousand_times_that_is_not(
    books: Books, account: str, calls: int, status: str
) -> None:
    """A difference of 72 % that is less than a cent matches by the absolute bound. The ratio is still shown."""
    fields = case_of("reconcile", bills.XAI).fields
    ratio = -(Decimal(fields["variance_pct_of_billed"]) / 100).quantize(_SIX_DIGITS)
    assert books.rows(
        "select calculated_cost, billed_cost, variance_ratio, reconciliation_status from marts.fct_reconciliations"
        f" where billing_account_id = '{account}'"
    ) == [(calls * Decimal(fields["calculated"]), calls * Decimal(fields["billed"]), ratio, status)]


def test_hours_are_billed_in_seconds(books: Books) -> None:
    """Half an hour on a meter that counts hours equals 1800 of the seconds that events report."""
    assert books.rows(
        "select meter, billed_quantity, billed_cost, billed_unit_price from marts.fct_meter_variances"
        f" where billing_account_id = '{bills.HOURS}'"
    ) == [("transcription_seconds", 1800, Decimal("0.18"), Decimal("0.0001"))]


def _variances(books: Books, account: str) -> list[tuple[object, ...]]:
    return books.rows(
        "select usage_date, calculated_cost, billed_cost, variance_amount, variance_ratio, reconciliation_status"
        f" from marts.fct_meter_variances where billing_account_id = '{account}' order by usage_date"
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str) -> date:
    return date.fromisoformat(text)
