"""The next steps and their order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from python_tests.report.books import MISSING_USAGE, OFFSETTING, Account, empty_books, full_books
from python_tests.report.conftest import Books
from tokenbooks.report.collect import collect
from tokenbooks.report.contents import Report
from tokenbooks.settings import Settings
from tokenbooks.warehouse.open import open_marts


def read() -> Report:
    """The report on the books of the environment."""
    with open_marts(Settings.from_environment()) as marts:
        return collect(marts, None)


def test_the_most_money_comes_first(books: Books) -> None:
    """A month, a meter or a model: each is a sentence with the amount, the place, and the mart to open."""
    books(full_books())
    report = read()
    assert [step.sentence for step in report.next_steps] == [
        "Find the usage of openai/org-1 that is missing in 2026-03: 1,000,000.0235 USD is billed without it "
        "(one_sided_bill); open marts.fct_meter_variances.",
        "Map the meter 'A | new meter' on the bills of azure: 42.5000 USD is billed on it; "
        "open marts.fct_unmapped_charges.",
        "Add the price of gpt-[new] on openai: 0.2500 USD is billed for it, but no user is charged; "
        "open marts.fct_unpriced_usage.",
    ]
    assert report.next_steps[0].amount == Decimal("1000000.023456789012")
    assert report.next_steps_in_all == 5


def test_refused_records_come_after_money_and_waiting_last(books: Books) -> None:
    """Records of gateways that are not calls are correctly refused and are not a step."""
    books([*empty_books(), *(line for line in full_books() if "fct_rejected_events values" in line)])
    refused = read()
    assert [step.sentence for step in refused.next_steps] == [
        "Find out why records are refused and missing from all costs, "
        "7 records: not_json 4, negative_count 2, wrong_source 1; "
        "open marts.fct_rejected_events."
    ]
    assert refused.next_steps[0].records == 7


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        (
            Account(calculated="3", billed="null", status="missing_bill", action="wait_for_bill"),
            "Load the bill of openai/org-1 for 2026-03: 3.0000 USD is calculated and nothing billed;"
            " open marts.fct_reconciliations.",
        ),
        (
            Account(calculated="null", billed="3", status="missing_usage", action="find_missing_usage"),
            "Load the usage of openai/org-1 in 2026-03: 3.0000 USD is billed and no call has landed;"
            " open marts.fct_meter_variances.",
        ),
        (
            MISSING_USAGE.but(action="wait_for_bill"),
            "Load the rest of the bill of openai/org-1 for 2026-03: 1,000,000.0235 USD of usage is not on it"
            " (one_sided_bill); open marts.fct_meter_variances.",
        ),
        (
            Account(billed="12", status="discrepancy", action="update_price_book", parts=(("price_variance", "2"),)),
            "Correct the prices of openai/org-1 in 2026-03: they differ from the bill by 2.0000 USD (price_variance);"
            " open marts.fct_meter_variances.",
        ),
        (
            Account(billed="8", status="discrepancy", action="fix_application", parts=(("quantity_variance", "-2"),)),
            "Find out why openai/org-1 has more usage than its bill in 2026-03: 2.0000 USD is not billed"
            " (quantity_variance); open marts.fct_meter_variances.",
        ),
        (
            Account(billed="12", status="discrepancy", action="check_charges", parts=(("support", "2"),)),
            "Check the charges of openai/org-1 in 2026-03 that are not usage: 2.0000 USD is billed beside it (support);"
            " open marts.fct_billed_charges.",
        ),
        (
            Account(billed="8", currency="EUR", status="discrepancy", action="dispute_bill"),
            "Dispute the bill of openai/org-1 for 2026-03: it differs by 2.0000 EUR; open marts.fct_meter_variances.",
        ),
        (
            OFFSETTING,
            "Find the usage of anthropic/offset that is missing in 2026-03: 45.1235 USD is billed without it"
            " (claude-one text_input, offsetting); open marts.fct_meter_variances.",
        ),
        (
            Account(action="update_price_book", offsetting=(("m", "text_input", "-5"), ("m", "text_output", "5"))),
            "Correct the prices of openai/org-1 in 2026-03: they differ from the bill by 5.0000 USD"
            " (m text_output, offsetting); open marts.fct_meter_variances.",
        ),
        (
            Account(billed="8", status="pending", action="wait_for_bill"),
            "Wait for the final bill of openai/org-1 for 2026-03: 2.0000 USD may still change;"
            " open marts.fct_reconciliations.",
        ),
    ],
)
def test_every_action_is_a_sentence(books: Books, account: Account, sentence: str) -> None:
    """Every action of the closed list in `fct_reconciliations`."""
    books([*empty_books(), *account.statements()])
    (step,) = read().next_steps
    assert step.sentence == sentence
    assert step.action == account.action
    assert step.is_waiting == (account.status == "pending")


def test_waiting_comes_last_however_much_it_is_about(books: Books) -> None:
    """The refused record needs an action, the pending bill does not."""
    pending = Account(billed="9999", status="pending", action="wait_for_bill")
    books([*empty_books(), *pending.statements(), "insert into marts.fct_rejected_events values ('usage', 'not_json')"])
    assert [step.action for step in read().next_steps] == ["read_refused_records", "wait_for_bill"]


def test_the_money_of_a_meter_has_one_step(books: Books) -> None:
    """The step of the meter covers the month on its platform, but not the month on another platform."""
    month = Account(billed="52.5", status="discrepancy", action="map_meter", parts=(("unmapped", "42.5"),))
    meter = "insert into marts.fct_unmapped_charges values ('azure', 'new', '1M', 'USD', 'unknown_words', 42.5, 3)"
    books([*empty_books(), *month.but(name="azure/a").statements(), *month.statements(), meter])
    assert sorted((step.platform, step.mart) for step in read().next_steps if step.platform) == [
        ("azure", "marts.fct_unmapped_charges"),
        ("openai", "marts.fct_meter_variances"),
    ]


def test_a_price_that_cancels_another_difference_has_a_step(books: Books) -> None:
    """A step about a model without a price does not cover it, whatever the sum of the month is made of."""
    month = Account(
        action="update_price_book",
        parts=(("unpriced", "1"),),
        offsetting=(("m", "a", "5"), ("new", "text_input", "-5")),
    )
    usage = (
        "insert into marts.fct_unpriced_usage values ('openai', 'new', 'text_input', date '2026-03-05', 'tokens', 5, 2)"
    )
    bill = (
        "insert into marts.fct_meter_variances values ('openai', 'org-1', date '2026-03-05', date '2026-03-01', 'new',"
        " 'text_input', 'USD', 5, 5, null, 0.25, 0.25, 'discrepancy', 'matched')"
    )
    books([*empty_books(), *month.statements(), usage, bill])
    assert sorted(step.mart for step in read().next_steps) == ["marts.fct_meter_variances", "marts.fct_unpriced_usage"]


def test_a_model_without_a_bill_has_no_amount(books: Books) -> None:
    """Its cost is unknown."""
    usage = "insert into marts.fct_unpriced_usage values ('openai', 'new', '{}', date '2026-03-05', 'tokens', 5, 2)"
    books([*empty_books(), usage.format("text_input"), usage.format("text_output")])
    (step,) = read().next_steps
    assert step.amount is None
    assert step.sentence == (
        "Add the price of new on openai: usage of 2 meters costs nothing until then; open marts.fct_unpriced_usage."
    )


def test_there_may_be_nothing_to_do(books: Books) -> None:
    """A matched month needs no action."""
    books([*empty_books(), *Account().statements()])
    assert read().next_steps == ()
    assert read().next_steps_in_all == 0
