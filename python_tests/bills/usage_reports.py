"""A month of usage and the providers' own reports of it, in every form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from python_tests.bill_writers.anthropic_usage_reports import usage_report_pages
from python_tests.bills.deliveries import put
from python_tests.loading.samples import usage_page
from tools.simulator.calls import Call
from tools.simulator.openai_usage_reports import (
    COMPLETIONS,
    HOUR,
    TRANSCRIPTIONS,
    completion_counts_until_july,
    usage_csv,
    usage_pages,
)
from tools.simulator.prices import PriceBook
from tools.simulator.usage import UsageSimulator
from tools.simulator.world import DEFAULT_SEED

_DAYS = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(31)]
FIRST_FETCH = "2026-01-16T03-00-00Z"
_LAST_FETCH = "2026-02-05T03-00-00Z"
_CLAUDE = "claude-sonnet-4-5-20250929"
#: Accounts with the same usage. Each has a report in another form.
OPENAI = ("days", "hours", "until-july", "dashboard", "restated-report")
ANTHROPIC = ("nested", "flat")
#: An account whose report does not state the modality of its cached tokens.
UNTOLD = "untold"

Files = dict[str, bytes | str]


def land_reports(landing: Path) -> None:
    """Land the calls of all accounts and their reports."""
    for path, content in report_files().items():
        put(landing, path, content)


@cache
def openai_calls() -> Sequence[Call]:
    """Every tenth call of the demo world's OpenAI account in the month."""
    calls = UsageSimulator(DEFAULT_SEED, PriceBook.read()).calls()
    month = [call for call in calls if call.app.platform == "openai" and call.occurred_at.date() in _DAYS]
    return month[::10]


@cache
def anthropic_calls() -> Sequence[Call]:
    """Some of the same calls as if Claude had answered them, with cache writes and web searches."""
    text = [
        call for call in openai_calls() if set(call.quantities) == {"text_input", "text_cached_input", "text_output"}
    ]
    return [_as_claude(call, number) for number, call in enumerate(text)]


@cache
def report_files() -> Files:
    """The report files that land."""
    landing: Files = {}
    for account in OPENAI:
        landing[f"usage/{_LAST_FETCH}/{account}.jsonl"] = _envelopes(account, openai_calls())
    for account in ANTHROPIC:
        landing[f"usage/{_LAST_FETCH}/{account}.jsonl"] = _envelopes(account, anthropic_calls())
    half = openai_calls()[: len(openai_calls()) // 3]
    for kind in (COMPLETIONS, TRANSCRIPTIONS):
        landing |= _pages("days", kind, _LAST_FETCH, usage_pages(kind, openai_calls(), _DAYS, buckets_per_page=7))
        landing |= _pages("hours", kind, _LAST_FETCH, usage_pages(kind, openai_calls(), _DAYS, HOUR, 36))
        landing |= _pages("restated-report", kind, FIRST_FETCH, usage_pages(kind, half, _DAYS[:15], HOUR, 168))
        landing |= _pages("restated-report", kind, _LAST_FETCH, usage_pages(kind, openai_calls(), _DAYS))
    until_july = usage_pages(COMPLETIONS, openai_calls(), _DAYS, counts=completion_counts_until_july)
    landing |= _pages("until-july", COMPLETIONS, _LAST_FETCH, until_july)
    landing[f"openai_usage_csv/dashboard/{_LAST_FETCH}/completions_usage_2026-01-01_2026-01-31.csv"] = usage_csv(
        openai_calls(), _DAYS
    )
    for account in ("until-july", "dashboard"):
        landing |= _pages(account, TRANSCRIPTIONS, _LAST_FETCH, usage_pages(TRANSCRIPTIONS, openai_calls(), _DAYS))
    for account, width, is_flat in (("nested", timedelta(days=1), False), ("flat", HOUR, True)):
        for number, page in enumerate(usage_report_pages(anthropic_calls(), _DAYS, width, 24, is_flat), start=1):
            landing[f"anthropic_usage/{account}/{_LAST_FETCH}/page-{number}.json"] = page
    page = usage_page('"input_tokens":9,"input_cached_tokens":4,"input_audio_tokens":5,"output_tokens":1')
    landing[f"openai_usage/{UNTOLD}/{_LAST_FETCH}/page-1.json"] = page
    return landing


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
