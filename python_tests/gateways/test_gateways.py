"""Records of gateways and traces, through the real loader and the real dbt."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from python_tests.gateways.records import ACCEPTED, REFUSED, Accepted, Refused
from python_tests.pipeline.books import Books
from python_tests.workspace import Workspace


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_a_record_is_an_event_in_disjoint_meters(books: Books, case: Accepted) -> None:
    """With its exact cost, the gateway's reported cost, and user, model and time."""
    event = f"usage_event_id = '{case.event}'"
    assert books.rows(
        "select user_id, model, cast(occurred_at as varchar), calculated_cost, reported_cost"
        f" from marts.fct_usage_events where {event}"
    ) == [(case.user, case.model, case.at, _decimal(case.cost), _decimal(case.reported_cost))]
    quantities = dict(books.rows(f"select meter, quantity from marts.fct_usage_costs where {event}"))
    assert quantities == {meter: Decimal(count) for meter, count in case.quantities.items()}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_record_that_cannot_be_booked_is_refused_with_the_reason(books: Books, case: Refused) -> None:
    """It can be found by the ids in its usage part, or by its line if it cannot be read. None of it is booked."""
    refused = f"select source, reason, detail from marts.fct_rejected_events where source = '{case.source}' and"
    found = books.rows(f"{refused} record like '%{case.mark}%'")
    for delivery, number in books.workspace.query(
        f"select delivery_id, record_number from raw.rejected_records where record like '%{case.mark}%'"
    ):
        found += books.rows(f"{refused} delivery = '{delivery}' and record_number = {number} and record is null")
    assert [(source, reason) for source, reason, _ in found] == [(case.source, case.reason)]
    assert case.detail in found[0][2]
    assert not books.rows(f"select 1 from marts.fct_usage_events where usage_event_id like '%{case.mark}'")


def test_nothing_else_is_refused(books: Books) -> None:
    """Only the records that must be refused are refused."""
    of_exports = "select delivery_id from raw.deliveries where file like '%/export.jsonl.gz'"
    deliveries = ", ".join(f"'{delivery}'" for (delivery,) in books.workspace.query(of_exports))
    refused = books.value(f"select count(*) from marts.fct_rejected_events where delivery in ({deliveries})")
    assert refused == len(REFUSED)


def test_an_unknown_key_is_usage_without_a_price(books: Books) -> None:
    """It appears under its own name, beside the event that it came with."""
    assert books.rows(
        "select usage_event_id, meter, quantity, calculated_cost from marts.fct_usage_costs where meter = 'moon_tokens'"
    ) == [("openai/obs-unknown/usage/moon_tokens", "moon_tokens", Decimal(7), None)]
    assert books.rows("select meter, quantity from marts.fct_unpriced_usage where meter = 'moon_tokens'") == [
        ("moon_tokens", Decimal(7))
    ]


def test_a_call_that_landed_twice_counts_once(books: Books) -> None:
    """It landed as the provider's own record and through LiteLLM, which includes the cache in the input.

    LiteLLM counts two quantities that the provider does not. They do not count either.
    """
    assert books.rows(
        "select usage_event_id, total_tokens, calculated_cost from marts.fct_usage_events"
        " where usage_event_id like 'anthropic/msg_twice%'"
    ) == [("anthropic/msg_twice", 1100, Decimal("0.0033"))]


def test_a_file_of_another_kind_is_refused(workspace: Workspace) -> None:
    """For every source: a CSV file, a page of an API, a wrong suffix."""
    workspace.land("litellm/spend.jsonl", "request_id,model,spend\n1,gpt-4o,0.1\n")
    workspace.land("langfuse/page.jsonl", '{"data": [{"id": "1"}], "meta": {"page": 1}}\n')
    workspace.land("apim/logs.json", '{\n  "CorrelationId": "1"\n}\n')
    workspace.land("otel/trace.pb", "{}")
    workspace.load()
    assert workspace.query("select source, reason from raw.rejected_records order by source") == [
        ("apim", "wrong_source"),
        ("langfuse", "wrong_source"),
        ("litellm", "wrong_source"),
        ("otel", "unexpected_file_type"),
    ]


def test_the_checks_pass_for_exports_of_each_gateway(workspace: Workspace) -> None:
    """Correct exports pass the checks, and an export of another tool fails them."""
    for source in ("litellm", "langfuse", "otel", "apim", "bedrock_logs"):
        lines = [json.dumps(case.record) for case in ACCEPTED if case.source == source and case.record]
        workspace.land(f"{source}/sound.jsonl", "".join(f"{line}\n" for line in lines))
    assert "expect" not in workspace.load(checks=True).out
    workspace.land("bedrock_logs/other.jsonl", json.dumps(ACCEPTED[0].record) + "\n")
    assert "invocations have an id" in workspace.load(checks=True).out


def test_spans_keep_their_resource_and_scope(workspace: Workspace) -> None:
    """They keep resource, scope and schema. Values of every type keep their digits."""
    values = [
        {"key": "many", "value": {"intValue": "9007199254740993"}},
        {"key": "exact", "value": {"doubleValue": 0.1}},
        {"key": "yes", "value": {"boolValue": True}},
        {"key": "list", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"intValue": "1"}]}}},
        {"key": "map", "value": {"kvlistValue": {"values": [{"key": "b", "value": {"stringValue": "c"}}]}}},
    ]
    line = {
        "resourceSpans": [
            {
                "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
                "schemaUrl": "https://opentelemetry.io/schemas/1.30.0",
                "scopeSpans": [
                    {"scope": {"name": "lib", "version": "1"}, "spans": [{"spanId": "a", "attributes": values}]}
                ],
            }
        ]
    }
    workspace.land("otel/spans.json", json.dumps(line) + '\n{"spanId": "b", "attributes": []}\n')
    workspace.load()
    rows = workspace.query("select record_number, record from raw.otel order by record_number")
    assert [(number, json.loads(record)) for number, record in rows] == [
        (
            1,
            {
                "spanId": "a",
                "attributes": {
                    "many": 9007199254740993,
                    "exact": 0.1,
                    "yes": True,
                    "list": ["a", 1],
                    "map": {"b": "c"},
                },
                "resource": {"attributes": {"service.name": "shop"}},
                "scope": {"name": "lib", "version": "1"},
                "schemaUrl": "https://opentelemetry.io/schemas/1.30.0",
            },
        ),
        (2, {"spanId": "b", "attributes": {}}),
    ]


def test_each_value_of_an_attribute_has_a_name(workspace: Workspace) -> None:
    """Objects below the names of generative AI are attributes of their own, also where an SDK writes them as text."""
    attributes = {
        "gen_ai": {"usage": {"input_tokens": 5, "details": {"moon_tokens": 7}}},
        "gen_ai.usage.output_token_details": '{"reasoning": 3}',
        "ai.response.providerMetadata": '{"anthropic": {"cacheCreationInputTokens": 2}}',
        "ai.response.text": '{"kept": "as text"}',
        "llm.usage.broken": '{"total_tokens": NaN}',
        "other": {"stays": {"an": "object"}},
    }
    workspace.land("otel/spans.json", json.dumps({"spanId": "a", "attributes": attributes}) + "\n")
    workspace.load()
    [(record,)] = workspace.query("select record from raw.otel")
    assert json.loads(record)["attributes"] == {
        "gen_ai.usage.input_tokens": 5,
        "gen_ai.usage.details.moon_tokens": 7,
        "gen_ai.usage.output_token_details.reasoning": 3,
        "ai.response.providerMetadata.anthropic.cacheCreationInputTokens": 2,
        "ai.response.text": '{"kept": "as text"}',
        "llm.usage.broken": '{"total_tokens": NaN}',
        "other": {"stays": {"an": "object"}},
    }


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
