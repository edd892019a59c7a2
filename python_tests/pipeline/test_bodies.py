"""Every real body is read, its parts add up to its total, and its cost equals another library's or has a reason."""

from __future__ import annotations

from decimal import Decimal

from python_tests.pipeline.bodies import ACCOUNT, Body, read_bodies
from python_tests.pipeline.books import Books

#: Differences from genai-prices: platform, start of the model's name, which figure is right, and why.
DIFFERENCES = {
    ("mistral", "mistral-medium"): "it does not read `num_cached_tokens`, and prices all of the prompt in full",
    (
        "mistral",
        "mistral-large-latest",
    ): "it knows the second Mistral Large by this name, which has meant the third since",
    ("openrouter", "google/gemini-2.5-flash"): "OpenRouter's price of video tokens is not in the book: partly priced",
    ("gemini_api", "gemini-2.5-pro-preview"): "it leaves out thoughts, which this API has in the total only",
    ("openai", "gpt-4o-audio-preview"): "it prices audio input at the rate of text",
    ("deepseek", "deepseek-v4"): "the price depends on the hour; the book has the most expensive one",
}


def test_every_body_is_accepted(books: Books) -> None:
    """None is refused: the counts of each body add up."""
    assert (
        books.rows(f"select reason, detail, record from marts.fct_rejected_events where record like '%{ACCOUNT}%'")
        == []
    )
    accepted = {row[0] for row in books.rows(f"select usage_event_id from marts.fct_usage_events where {_OF_BODIES}")}
    assert {body.event_id for body in read_bodies()} <= accepted
    # Runs of other models, compactions and the searches of search models are separate events.
    beside = accepted - {body.event_id for body in read_bodies()}
    assert all("/iteration/" in event or event.endswith("_call") for event in beside)


def test_parts_add_up_to_the_total(books: Books) -> None:
    """The tokens on all meters equal those of the event and the total that the body states."""
    found = books.rows(
        "select events.usage_event_id, max(events.total_tokens),"
        " coalesce(sum(case when costs.unit = 'tokens' then costs.quantity end), 0)"
        " from marts.fct_usage_events as events"
        " left join marts.fct_usage_costs as costs on events.usage_event_id = costs.usage_event_id"
        f" where {_OF_BODIES.replace('user_id', 'events.user_id')} and events.usage_event_id not like '%_call'"
        " group by events.usage_event_id"
    )
    assert found
    assert [row for row in found if row[1] != row[2]] == []
    totals = {row[0]: row[1] for row in found}
    stated = {body.event_id: _stated(body) for body in read_bodies()}
    assert {
        event: (totals[event], total) for event, total in stated.items() if total not in (None, totals[event])
    } == {}


def test_costs_are_those_of_genai_prices(books: Books) -> None:
    """Exactly, except for a short list, in which every reason is needed."""
    costs = dict(books.rows(f"select usage_event_id, calculated_cost from marts.fct_usage_events where {_OF_BODIES}"))
    compared, differing, unexplained = 0, set(), []
    for body in read_bodies():
        ours, theirs = costs[body.event_id], body.peer_cost()
        if ours is None or theirs is None:
            continue
        compared += 1
        if Decimal(ours) == theirs:
            continue
        reasons = [key for key in DIFFERENCES if key[0] == body.platform and body.model.startswith(key[1])]
        differing.update(reasons)
        if not reasons:
            unexplained.append((body.platform, body.model, ours, theirs))
    assert unexplained == []
    assert differing == DIFFERENCES.keys()
    assert compared > 550


_OF_BODIES = f"user_id = '{ACCOUNT}'"


def _stated(body: Body) -> int | None:
    """The total that the body states, under any of its names."""
    names = ("total_tokens", "totalTokens", "totalTokenCount")
    return next((body.usage[name] for name in names if name in body.usage), None)
