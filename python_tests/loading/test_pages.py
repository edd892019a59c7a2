"""Pages of one answer count together, once all of them have landed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from python_tests.loading.samples import azure_query, envelopes
from python_tests.workspace import Workspace
from tokenbooks.loading.page_sets import Page, waiting_files

_FIRST = 1_790_812_800  # 2026-10-01
_DAY = 86_400
_QUERY = "PreTaxCost,UsageQuantity,UsageDate,Meter,Currency"
_ROW = '[1.5,0.25,20261001,"5.6 luna Inp Std Gl 1M Tokens","USD"]'


def page(first: int, until: int, *, more: bool, kind: str = "organization.costs.result", **beside: object) -> str:
    """A page of OpenAI with a bucket for each of some days of October 2026."""
    result = {"object": kind, "amount": {"value": "1.00", "currency": "usd"}, "line_item": "gpt-4o, input"}
    if kind != "organization.costs.result":
        result = {"object": kind, "model": "gpt-4o", "input_tokens": 1}
    buckets = [
        {"start_time": _FIRST + day * _DAY, "end_time": _FIRST + (day + 1) * _DAY, "results": [result]}
        for day in range(first - 1, until - 1)
    ]
    return json.dumps({"object": "page", "has_more": more, "next_page": "page_2" if more else None, "data": buckets})


def anthropic_page(first: int, until: int, next_page: str | None) -> str:
    """A page of Anthropic's cost report, which has only the token of the next page."""
    buckets = [
        {
            "starting_at": f"2026-10-{day:02}T00:00:00Z",
            "ending_at": f"2026-10-{day + 1:02}T00:00:00Z",
            "results": [{"amount": "100", "currency": "USD", "cost_type": "tokens"}],
        }
        for day in range(first, until)
    ]
    return json.dumps({"data": buckets, "next_page": next_page})


def query(next_link: str | None, rows: int = 1) -> str:
    """A page of an Azure cost query, with distinct rows."""
    body = azure_query(_QUERY, *(_ROW.replace("1.5", f"{number}.5") for number in range(rows)))
    return body.replace('"nextLink":null', f'"nextLink":{json.dumps(next_link)}')


#: Complete deliveries, by their files.
_COMPLETE: dict[str, dict[str, str]] = {
    "one page": {"openai_costs/o/costs.json": page(1, 8, more=False)},
    "pages of other names": {
        "openai_costs/o/costs.json": page(1, 8, more=True),
        "openai_costs/o/rest.json": page(8, 10, more=False),
    },
    "numbered pages": {
        "openai_costs/o/1/page-1.json": page(1, 8, more=True),
        "openai_costs/o/1/page-2.json": page(8, 10, more=True),
        "openai_costs/o/1/page-3.json": page(10, 12, more=False),
    },
    "pages of Anthropic": {
        "anthropic_cost/a/part_001.json": anthropic_page(1, 8, "page_x"),
        "anthropic_cost/a/part_002.json": anthropic_page(8, 9, None),
    },
    "a list of pages": {"openai_costs/o/all.json": f"[{page(1, 8, more=True)},{page(8, 10, more=False)}]"},
    "pages of a usage report": {
        "openai_usage/o/completions/a.json": page(1, 8, more=True, kind="organization.usage.completions.result"),
        "openai_usage/o/completions/b.json": page(8, 9, more=False, kind="organization.usage.completions.result"),
    },
    "a last page without buckets": {
        "openai_costs/o/a.json": page(1, 8, more=True),
        "openai_costs/o/b.json": page(8, 8, more=False),
    },
    "numbered pages of a query": {
        "azure_cost/s/1/page_1.json": query("https://example.test/2", 1),
        "azure_cost/s/1/page_2.json": query(None, 2),
    },
    "a list of pages of a query": {
        "azure_cost/s/1/query.json": f"[{query('https://example.test/2')},{query(None, 2)}]"
    },
    "other pages of a query": {
        "azure_cost/s/1/a.json": query("https://example.test/2"),
        "azure_cost/s/1/b.json": query(None, 2),
    },
    "a query whose first page has no number": {
        "azure_cost/s/1/2026-05.json": query("https://example.test/2"),
        "azure_cost/s/1/2026-05-2.json": query("https://example.test/3", 2),
        "azure_cost/s/1/2026-05-3.json": query(None, 3),
        "azure_cost/s/1/2026-06.json": query(None, 4),
    },
    "a numbered query": {
        "azure_cost/s/1/june-001.json": query("https://example.test/2"),
        "azure_cost/s/1/june-002.json": query(None, 2),
    },
    "a revised first page": {
        "openai_costs/o/1.json": page(1, 8, more=True),
        "openai_costs/o/1b.json": page(1, 8, more=True).replace("1.00", "2.00"),
        "openai_costs/o/2.json": page(8, 10, more=False),
    },
    "a list with a last page without buckets": {
        "openai_costs/o/all.json": f"[{page(1, 8, more=True)},{page(8, 8, more=False)}]"
    },
    "numbered pages of which the last has no buckets": {
        "openai_costs/o/page-1.json": page(1, 8, more=True),
        "openai_costs/o/page-2.json": page(8, 8, more=False),
    },
}

#: Deliveries with a missing page: their files, and those of them that wait.
_INCOMPLETE: dict[str, tuple[dict[str, str], set[str]]] = {
    "one page": ({"openai_costs/o/costs.json": page(1, 8, more=True)}, {"costs.json"}),
    "the page in the middle": (
        {
            "openai_costs/o/1/page-1.json": page(1, 8, more=True),
            "openai_costs/o/1/page-3.json": page(10, 12, more=False),
        },
        {"page-1.json", "page-3.json"},
    ),
    "a page before the last": (
        {
            "openai_costs/o/a.json": page(1, 8, more=True),
            "openai_costs/o/b.json": page(8, 10, more=True),
            "openai_costs/o/other month.json": page(20, 25, more=False),
        },
        {"a.json", "b.json"},
    ),
    "a page in another folder": (
        {"openai_costs/o/1/a.json": page(1, 8, more=True), "openai_costs/o/2/b.json": page(8, 10, more=False)},
        {"a.json"},
    ),
    "a page of another kind": (
        {
            "openai_usage/o/a.json": page(1, 8, more=True, kind="organization.usage.completions.result"),
            "openai_usage/o/b.json": page(8, 10, more=False, kind="organization.usage.embeddings.result"),
        },
        {"a.json"},
    ),
    "of two answers one": (
        {
            "openai_costs/o/a.json": page(1, 8, more=True),
            "openai_costs/o/b.json": page(3, 8, more=True),
            "openai_costs/o/c.json": page(8, 10, more=False),
        },
        {"a.json", "b.json", "c.json"},
    ),
    "the last of a list": (
        {"openai_costs/o/all.json": f"[{page(1, 8, more=True)},{page(8, 10, more=True)}]"},
        {"all.json"},
    ),
    "pages of Anthropic": ({"anthropic_cost/a/costs.json": anthropic_page(1, 8, "page_x")}, {"costs.json"}),
    "a page of a query": ({"azure_cost/s/1/page_1.json": query("https://example.test/2")}, {"page_1.json"}),
    "an error in the place of a page": (
        {"azure_cost/s/1/all.json": f'[{query("https://example.test/2")},{{"error": "throttled"}}]'},
        {"all.json"},
    ),
    "the second page of a query": (
        {
            "azure_cost/s/1/page_1.json": query("https://example.test/2"),
            "azure_cost/s/1/page_3.json": query(None, 2),
        },
        {"page_1.json", "page_3.json"},
    ),
    "a query beside that of another month": (
        {
            "azure_cost/s/1/2026-05.json": query(None),
            "azure_cost/s/1/2026-06.json": query("https://example.test/2", 2),
        },
        {"2026-06.json"},
    ),
    "the second page of a numbered query": (
        {
            "azure_cost/s/1/june-001.json": query("https://example.test/2"),
            "azure_cost/s/1/june-003.json": query(None, 3),
        },
        {"june-001.json", "june-003.json"},
    ),
    "the second page of a month": (
        {
            "azure_cost/s/1/2026-05-page-1.json": query("https://example.test/2"),
            "azure_cost/s/1/2026-05-page-2.json": query(None, 2),
            "azure_cost/s/1/2026-06-page-1.json": query("https://example.test/2", 3),
        },
        {"2026-06-page-1.json"},
    ),
    "of two queries one": (
        {
            "azure_cost/s/1/a.json": query("https://example.test/2"),
            "azure_cost/s/1/b.json": query("https://example.test/2", 2),
            "azure_cost/s/1/c.json": query(None, 3),
        },
        {"a.json", "b.json", "c.json"},
    ),
    "of two answers one, of which the last page has no buckets": (
        {
            "openai_costs/o/a.json": page(1, 3, more=True),
            "openai_costs/o/b.json": page(5, 8, more=True),
            "openai_costs/o/c.json": page(8, 8, more=False),
        },
        {"a.json", "b.json"},
    ),
    "a page beside another list": (
        {
            "openai_costs/o/a.json": page(1, 3, more=True),
            "openai_costs/o/all.json": f"[{page(5, 8, more=True)},{page(8, 8, more=False)}]",
        },
        {"a.json"},
    ),
    "the second page of one numbered answer": (
        {
            "openai_costs/o/may-page-1.json": page(1, 3, more=True),
            "openai_costs/o/may-page-2.json": page(3, 5, more=False),
            "openai_costs/o/june-page-1.json": page(11, 13, more=True),
            "openai_costs/o/june-page-3.json": page(15, 16, more=False),
        },
        {"june-page-1.json", "june-page-3.json"},
    ),
}


def land(workspace: Workspace, name: str, files: dict[str, str]) -> None:
    """Land the files of a delivery below an account of its own."""
    for path, content in files.items():
        source, _, rest = path.partition("/")
        workspace.land(f"{source}/{name.replace(' ', '-')}/{rest}", content)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All deliveries, loaded together."""
    workspace = Workspace(tmp_path_factory.mktemp("pages"))
    for name, files in _COMPLETE.items():
        land(workspace, f"complete {name}", files)
    for name, (files, _) in _INCOMPLETE.items():
        land(workspace, f"incomplete {name}", files)
    workspace.load()
    return workspace


def _files(rows: Sequence[tuple[str]]) -> set[str]:
    return {path.rpartition("/")[2] for (path,) in rows}


@pytest.mark.parametrize("name", _COMPLETE)
def test_all_pages_are_loaded(loaded: Workspace, name: str) -> None:
    """Nothing waits, whatever the names of the files."""
    where = f"file like '%/complete-{name.replace(' ', '-')}/%'"
    assert _files(loaded.query(f"select file from raw.deliveries where {where}")) == _files(
        [(path,) for path in _COMPLETE[name]]
    )
    assert loaded.query(f"select reason, detail from raw.rejected_records where {where}") == []


@pytest.mark.parametrize("name", _INCOMPLETE)
def test_a_missing_page_keeps_its_answer_waiting(loaded: Workspace, name: str) -> None:
    """Each page of the answer is refused and is not in the ledger. Other files of the folder are loaded."""
    files, waiting = _INCOMPLETE[name]
    where = f"file like '%/incomplete-{name.replace(' ', '-')}/%'"
    refused = loaded.query(f"select file from raw.rejected_records where {where} and reason = 'incomplete_pages'")
    assert _files(refused) == waiting
    assert (
        _files(loaded.query(f"select file from raw.deliveries where {where}"))
        == _files([(path,) for path in files]) - waiting
    )


def test_the_missing_page_completes_its_answer(workspace: Workspace) -> None:
    """In every order in which the pages land. A page that waits is reported by every load."""
    pages = {1: page(1, 8, more=True), 2: page(8, 10, more=True), 3: page(10, 12, more=False)}
    for step in range(len(pages)):
        for order in permutations(pages):
            number = order[step]
            workspace.land(f"openai_costs/{''.join(map(str, order))}/page-{number}.json", pages[number])
        done = workspace.load()
        assert ("incomplete_pages" in done.out) == (step < 2)
    assert workspace.query("select count(*), sum(records) from raw.deliveries") == [(18, 6 * 11)]
    assert workspace.query("select count(*) from raw.rejected_records") == [(0,)]

    workspace.land("openai_costs/alone/page.json", pages[1])
    for _ in range(2):
        assert "refused 1 record: incomplete_pages 1" in workspace.load().out
        ((file, detail),) = workspace.query("select file, detail from raw.rejected_records")
        assert file == "openai_costs/alone/page.json"
        assert "ends at 2026-10-08 00:00 UTC, and states with has_more that there is more" in detail


def test_odd_pages_are_left_to_their_reader(workspace: Workspace) -> None:
    """What is not a page is refused for what it is. Pages of calls do not wait."""
    workspace.land("openai_costs/o/odd.json", '{"has_more":true,"data":{"a":1},"next_page":[]}')
    workspace.land("openai_costs/o/times.json", '{"has_more":false,"data":[{"start_time":1e400,"results":[]}]}')
    workspace.land("openai_costs/o/nothing.json", "null")
    workspace.land("openai_costs/o/broken.json", "[1,")
    workspace.land("usage/calls.jsonl", envelopes(1))
    workspace.load()
    reasons = {
        path.rpartition("/")[2]: reason
        for path, reason in workspace.query("select file, reason from raw.rejected_records")
    }
    assert reasons == {"odd.json": "wrong_source", "nothing.json": "wrong_source", "broken.json": "not_json"}


def test_a_page_whose_name_is_not_text_waits(workspace: Workspace) -> None:
    """Its path is in the warehouse in a form that can be printed."""
    workspace.land(f"openai_costs/o/{os.fsdecode(b'caf' + bytes([0xE9]))}.json", page(1, 8, more=True))
    assert "refused 1 record: incomplete_pages 1" in workspace.load().out
    assert workspace.query("select file from raw.rejected_records") == [("openai_costs/o/caf\\xe9.json",)]
    assert workspace.query("select file from raw.deliveries") == []


def test_many_pages_are_checked_in_a_moment() -> None:
    """The time of the check grows with the number of pages, not with its square."""
    start = datetime(2026, 10, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=number) for number in range(20_001)]
    timed = [
        Page(f"f/page-{number}.json", more="has_more", start=hours[number], end=hours[number + 1], digest=str(number))
        for number in range(20_000)
    ]
    queries = [Page(f"q/{number}-a.json", more="nextLink", digest=str(number)) for number in range(20_000)]
    began = time.process_time()
    assert len(waiting_files(timed + queries)) == 40_000
    assert time.process_time() - began < 10
