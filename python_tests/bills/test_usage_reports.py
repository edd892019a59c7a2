"""Round trip of provider reports: the simulated report of a month agrees, in every form, with our calculation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from python_tests.bills.comparison import refused
from python_tests.bills.usage_reports import ANTHROPIC, OPENAI, UNTOLD, anthropic_calls, openai_calls
from python_tests.pipeline.books import Books
from tools.simulator.calls import Call

Quantities = dict[tuple[date, str, str], Decimal]


def test_every_quantity_is_reported_as_calculated(books: Books) -> None:
    """In every form, with every meaning of its audio tokens, after every restatement: exactly."""
    for accounts, calls in ((OPENAI, openai_calls()), (ANTHROPIC, anthropic_calls())):
        truth = _quantities(calls)
        assert len(truth) > 100
        for account in accounts:
            rows = books.rows(
                "select usage_date, model, meter, provider_quantity, provider_variance, report_status, is_complete"
                f" from marts.fct_provider_usage where billing_account_id = '{account}'"
            )
            assert {(day, model, meter): quantity for day, model, meter, quantity, *_ in rows} == truth, account
            assert {tuple(row[4:]) for row in rows} == {(Decimal(0), "matched", True)}, account


def test_cached_tokens_of_an_unknown_modality_are_refused(books: Books) -> None:
    """Cached tokens of an unknown modality are refused, and no quantity is invented for them."""
    [(reason, detail)] = refused(books, "reason, detail", f"openai_usage/{UNTOLD}/%")
    assert reason == "unknown_cached_modality"
    assert "the modality of the 4 cached tokens is unknown" in detail
    assert not books.rows(f"select * from marts.fct_provider_usage where billing_account_id = '{UNTOLD}'")


def _quantities(calls: Iterable[Call]) -> Quantities:
    truth: Counter[tuple[date, str, str]] = Counter()
    for call in calls:
        # A snapshot without a price of its own is priced and compared as its model.
        model = call.model.removesuffix("-20250929")
        for meter, quantity in call.quantities.items():
            truth[call.occurred_at.date(), model, meter] += quantity
    return {key: Decimal(quantity) for key, quantity in truth.items() if quantity}
