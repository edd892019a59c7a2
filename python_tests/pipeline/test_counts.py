"""Malformed and impossible usage records. Each is either accepted or refused, exactly once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from python_tests.pipeline import counts
from python_tests.pipeline.books import Books
from python_tests.pipeline.counts import Counted, Refused, event_id


@pytest.mark.parametrize("counted", counts.COUNTED, ids=str)
def test_odd_counts_are_read(books: Books, counted: Counted) -> None:
    """A count that means a whole number is read as that number, however it is written."""
    key = f"openai/{event_id(counted.id)}"
    assert dict(books.rows(f"select meter, quantity from marts.fct_usage_costs where usage_event_id = '{key}'")) == {
        meter: Decimal(quantity) for meter, quantity in counted.quantities.items()
    }
    assert books.rows(
        f"select calculated_cost, pricing_status from marts.fct_usage_events where usage_event_id = '{key}'"
    ) == [(Decimal(counted.cost), "priced")]
    assert _rejections(books, counted.id) == []


@pytest.mark.parametrize("refused", counts.REFUSED, ids=str)
def test_impossible_records_are_refused_with_their_reason(books: Books, refused: Refused) -> None:
    """One rejection with the record as it landed, and no event."""
    assert _rejections(books, refused.id) == [refused.reason]
    assert not books.value(
        f"select count(*) from marts.fct_usage_events where usage_event_id like '%/{event_id(refused.id)}'"
    )


def test_unknown_models_have_no_cost_and_are_shown(books: Books) -> None:
    """Their cost is NULL on the event and its meters, neither zero nor dropped, and they are in the unpriced usage."""
    key = f"openai/{event_id('unknown-model')}"
    assert books.rows(
        f"select model, pricing_status, calculated_cost from marts.fct_usage_events where usage_event_id = '{key}'"
    ) == [("gpt-nobody-knows", "unpriced", None)]
    assert books.rows(
        "select meter, quantity, unit_price, calculated_cost from marts.fct_usage_costs"
        f" where usage_event_id = '{key}' order by meter"
    ) == [("text_input", 100, None, None), ("text_output", 10, None, None)]
    assert books.rows(
        "select meter, quantity, events from marts.fct_unpriced_usage where model = 'gpt-nobody-knows' order by meter"
    ) == [("text_input", 100, 1), ("text_output", 10, 1)]
    assert not books.value("select count(*) from marts.fct_invoices where user_id = 'counts-unpriced'")


@pytest.mark.parametrize("identifier", counts.NOT_INVOICED)
def test_usage_without_a_billable_user_is_costed_and_not_invoiced(books: Books, identifier: str) -> None:
    """Calls without a user, and calls that only a client observed, keep their cost."""
    user_id, is_billable = counts.NOT_INVOICED[identifier]
    assert books.rows(
        "select user_id, is_billable, calculated_cost from marts.fct_usage_events"
        f" where usage_event_id = 'openai/{event_id(identifier)}'"
    ) == [(user_id, is_billable, counts.SOUND_COST)]
    assert not books.value(f"select count(*) from marts.fct_invoices where user_id = '{user_id}'")


def test_every_record_is_accepted_or_refused_once(books: Books) -> None:
    """As many records of this account are accepted and refused as have landed."""
    refused = books.value(f"select count(*) from marts.fct_rejected_events where record like '%\"{counts.ACCOUNT}/%'")
    accepted = books.value(
        f"select count(*) from marts.fct_usage_events where usage_event_id like 'openai/{counts.ACCOUNT}/%'"
    )
    assert refused == len(counts.REFUSED)
    assert accepted == len(counts.COUNTED) + len(counts.NOT_INVOICED) + 1


def _rejections(books: Books, identifier: str) -> list[str]:
    rows = books.rows(
        "select reason from marts.fct_rejected_events"
        f" where source = 'usage' and record like '%\"{event_id(identifier)}\"%'"
    )
    return [reason for (reason,) in rows]
