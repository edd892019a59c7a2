"""Reports of what was used go round: what the simulator writes of a month, in every form, is what we calculate."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.simulator.anthropic_usage_reports import usage_report_pages
from orchestration.simulator.calls import Call
from orchestration.simulator.openai_usage_reports import (
    COMPLETIONS,
    HOUR,
    TRANSCRIPTIONS,
    completion_counts_until_july,
    usage_csv,
    usage_pages,
)
from orchestration.simulator.prices import PriceBook
from orchestration.simulator.usage import UsageSimulator
from orchestration.simulator.world import DEFAULT_SEED
from orchestration.tests.conftest import Workspace
from orchestration.tests.loading.samples import usage_page
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.postgres_server import PostgresServer

_DAYS = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(31)]
_FIRST_FETCH = "2026-01-16T03-00-00Z"
_LAST_FETCH = "2026-02-05T03-00-00Z"
_CLAUDE = "claude-sonnet-4-5-20250929"
#: Accounts whose usage is the same, each with a report in another form.
_OPENAI = ("days", "hours", "until-july", "dashboard", "restated")
_ANTHROPIC = ("nested", "flat")

_MODELS = ("--select", "+fct_provider_usage", "+fct_rejected_events")
_WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")

Files = dict[str, bytes | str]
Quantities = dict[tuple[date, str, str], Decimal]


@pytest.fixture(scope="module")
def openai_calls() -> list[Call]:
    """The month of the demo world's OpenAI account, every tenth call of it."""
    calls = UsageSimulator(DEFAULT_SEED, PriceBook.read()).calls()
    month = [call for call in calls if call.app.platform == "openai" and call.occurred_at.date() in _DAYS]
    return month[::10]


@pytest.fixture(scope="module")
def anthropic_calls(openai_calls: list[Call]) -> list[Call]:
    """Some of the same calls as if Claude had answered them, with cache writes and web searches."""
    text = [call for call in openai_calls if set(call.quantities) == {"text_input", "text_cached_input", "text_output"}]
    return [_as_claude(call, number) for number, call in enumerate(text)]


@pytest.fixture(scope="module")
def files(openai_calls: list[Call], anthropic_calls: list[Call]) -> Files:
    """What lands."""
    landing: Files = {}
    for account in _OPENAI:
        landing[f"usage/{_LAST_FETCH}/{account}.jsonl"] = _envelopes(account, openai_calls)
    for account in _ANTHROPIC:
        landing[f"usage/{_LAST_FETCH}/{account}.jsonl"] = _envelopes(account, anthropic_calls)
    half = openai_calls[: len(openai_calls) // 3]
    for kind in (COMPLETIONS, TRANSCRIPTIONS):
        landing |= _pages("days", kind, _LAST_FETCH, usage_pages(kind, openai_calls, _DAYS, buckets_per_page=7))
        landing |= _pages("hours", kind, _LAST_FETCH, usage_pages(kind, openai_calls, _DAYS, HOUR, 36))
        landing |= _pages("restated", kind, _FIRST_FETCH, usage_pages(kind, half, _DAYS[:15], HOUR, 168))
        landing |= _pages("restated", kind, _LAST_FETCH, usage_pages(kind, openai_calls, _DAYS))
    until_july = usage_pages(COMPLETIONS, openai_calls, _DAYS, counts=completion_counts_until_july)
    landing |= _pages("until-july", COMPLETIONS, _LAST_FETCH, until_july)
    landing[f"openai_usage_csv/dashboard/{_LAST_FETCH}/completions_usage_2026-01-01_2026-01-31.csv"] = usage_csv(
        openai_calls, _DAYS
    )
    for account in ("until-july", "dashboard"):
        landing |= _pages(account, TRANSCRIPTIONS, _LAST_FETCH, usage_pages(TRANSCRIPTIONS, openai_calls, _DAYS))
    for account, width, is_flat in (("nested", timedelta(days=1), False), ("flat", HOUR, True)):
        for number, page in enumerate(usage_report_pages(anthropic_calls, _DAYS, width, 24, is_flat), start=1):
            landing[f"anthropic_usage/{account}/{_LAST_FETCH}/page-{number}.json"] = page
    page = usage_page('"input_tokens":9,"input_cached_tokens":4,"input_audio_tokens":5,"output_tokens":1')
    landing[f"openai_usage/untold/{_LAST_FETCH}/page-1.json"] = page
    return landing


@pytest.fixture(scope="module")
def books(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """One load and one build of all of it on DuckDB, with the data tests."""
    workspace = Workspace(tmp_path_factory.mktemp("reports"))
    for path, content in files.items():
        workspace.land(path, content)
    workspace.load()
    dbt = Dbt(tmp_path_factory.mktemp("dbt"))
    dbt.succeed(workspace, "build", *_MODELS, "--indirect-selection", "buildable", *_WITHOUT_UNIT_TESTS)
    return Books(workspace, dbt)


def test_every_quantity_is_reported_as_calculated(
    books: Books, openai_calls: list[Call], anthropic_calls: list[Call]
) -> None:
    """In every form, with every meaning of its audio tokens, after every restatement: to the last digit."""
    for accounts, calls in ((_OPENAI, openai_calls), (_ANTHROPIC, anthropic_calls)):
        truth = _quantities(calls)
        assert len(truth) > 100
        for account in accounts:
            rows = books.rows(
                "select usage_date, model, meter, provider_quantity, provider_variance, report_status, is_complete"
                f" from marts.fct_provider_usage where billing_account_id = '{account}'"
            )
            assert {(day, model, meter): quantity for day, model, meter, quantity, *_ in rows} == truth, account
            assert {tuple(row[4:]) for row in rows} == {(Decimal(0), "matched", True)}, account


def test_what_cannot_be_told_is_refused(books: Books) -> None:
    """Cached tokens of an unknown modality are counted as refused, and nothing is made up for them."""
    [(source, reason, detail)] = books.rows("select source, reason, detail from marts.fct_rejected_events")
    assert (source, reason) == ("openai_usage", "unknown_cached_modality")
    assert "of what modality the 4 cached tokens are is not told" in detail
    assert not books.rows("select * from marts.fct_provider_usage where billing_account_id = 'untold'")


def test_order_and_repeats_change_nothing_on_postgres(
    books: Books, files: Files, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Shuffled into two loads with a build after each, some files twice under another name: the same mart."""
    server = Books(Workspace(tmp_path, postgres.create_database("usage_reports")), books.dbt)
    landed = [*files.items(), *((_renamed(path), content) for path, content in list(files.items())[::2])]
    random.Random(DEFAULT_SEED).shuffle(landed)
    # What was said first of the days that are restated comes last.
    landed.sort(key=lambda item: item[0].startswith("openai_usage/restated/") and _FIRST_FETCH in item[0])
    half = len(landed) // 2
    commands = (("build", *_WITHOUT_UNIT_TESTS, "test"), ("run",))
    for part, command in zip((landed[:half], landed[half:]), commands, strict=True):
        for path, content in part:
            server.workspace.land(path, content)
        server.workspace.load()
        server.dbt.succeed(server.workspace, *command, *_MODELS)
    for mart in ("fct_provider_usage", "fct_rejected_events"):
        assert Counter(server.rows(f"select * from marts.{mart}")) == Counter(books.rows(f"select * from marts.{mart}"))


def _as_claude(call: Call, number: int) -> Call:
    quantities = {
        **call.quantities,
        "text_cache_write_5m": number % 7 * 128,
        "text_cache_write_1h": number % 5 * 64,
        "web_search_call": number % 3,
    }
    usage = {
        "input_tokens": quantities["text_input"],
        "cache_read_input_tokens": quantities["text_cached_input"],
        "cache_creation_input_tokens": quantities["text_cache_write_5m"] + quantities["text_cache_write_1h"],
        "cache_creation": {
            "ephemeral_5m_input_tokens": quantities["text_cache_write_5m"],
            "ephemeral_1h_input_tokens": quantities["text_cache_write_1h"],
        },
        "output_tokens": quantities["text_output"],
        "server_tool_use": {"web_search_requests": quantities["web_search_call"]},
    }
    payload = {"type": "message", "id": f"msg_{number}", "model": _CLAUDE, "usage": usage}
    envelope = {**call.envelope, "platform": "anthropic", "model": _CLAUDE, "payload": payload}
    return replace(call, model=_CLAUDE, service_tier="standard", quantities=quantities, envelope=envelope)


def _envelopes(account: str, calls: Iterable[Call]) -> str:
    return "".join(
        json.dumps({**call.envelope, "billing_account_id": account, "event_id": f"{account}/{number}"}, default=str)
        + "\n"
        for number, call in enumerate(calls)
    )


def _pages(account: str, kind: str, fetched: str, pages: Sequence[bytes]) -> Files:
    return {f"openai_usage/{account}/{kind}/{fetched}/{number}.json": page for number, page in enumerate(pages, 1)}


def _renamed(path: str) -> str:
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}-again{dot}{suffix}"


def _quantities(calls: Iterable[Call]) -> Quantities:
    truth: Counter[tuple[date, str, str]] = Counter()
    for call in calls:
        # The snapshot that has no price of its own is priced, and compared, as its model.
        model = call.model.removesuffix("-20250929")
        for meter, quantity in call.quantities.items():
            truth[call.occurred_at.date(), model, meter] += quantity
    return {key: Decimal(quantity) for key, quantity in truth.items() if quantity}
