"""CONTRIBUTING.md is complete: its new provider works in a copy of the project and changes no other files."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from python_tests.pipeline.books import Books, Dbt
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR

_SECTION = re.compile(r"^## A new provider$(.*?)^## ", re.MULTILINE | re.DOTALL)
#: The last file that is named before a block is the file that the block creates or changes.
_BLOCK = re.compile(r"`([^`\n]+\.\w+)`[^`]*?:\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PARTS = ("models", "macros", "seeds", "tests", "selectors.yml", "dbt_project.yml", "profiles.yml.example")
_MARTS = ("fct_usage_events", "fct_usage_costs", "fct_rejected_events", "fct_unpriced_usage")


@dataclass(frozen=True)
class Block:
    """A block of code, and the file that it creates or changes."""

    path: str
    language: str
    text: str


def _blocks() -> list[Block]:
    section = _SECTION.search((PROJECT_DIR / "CONTRIBUTING.md").read_text())
    assert section
    return [Block(*match) for match in _BLOCK.findall(section.group(1))]


def _apply(block: Block, project: Path) -> None:
    """Write a new file, or insert the new lines of a change after the lines that it shows."""
    file = project / block.path
    if block.language != "diff":
        assert not file.exists(), f"{block.path} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text)
        return
    lines = file.read_text().splitlines(keepends=True)
    place = 0
    for line in block.text.splitlines(keepends=True):
        if line.startswith("+"):
            lines.insert(place, line[1:])
        else:
            assert lines.count(line[1:]) == 1, f"{block.path} has no, or several: {line[1:]}"
            place = lines.index(line[1:])
        place += 1
    file.write_text("".join(lines))


def _spoilt(event_id: str, model: str = "acme-one", **counts: int | str) -> str:
    """The call of the page with another id and other counts."""
    call: dict[str, Any] = json.loads(next(block.text for block in _blocks() if block.language == "json"))
    call["event_id"], call["payload"]["model"] = event_id, model
    call["payload"]["usage"].update(counts)
    return f"{json.dumps(call)}\n"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """The project with Acme in it, built over the call of the page, calls without a price, and impossible calls."""
    folder = tmp_path_factory.mktemp("contributing")
    project = folder / "project"
    project.mkdir()
    for name in _PARTS:
        copy = shutil.copytree if (PROJECT_DIR / name).is_dir() else shutil.copy
        copy(PROJECT_DIR / name, project / name)
    workspace = Workspace(folder / "books")
    for block in _blocks():
        _apply(block, workspace.folder if block.language == "json" else project)
    calls = [
        _spoilt("call_2", model="acme-two"),
        _spoilt("call_3", dreamt_tokens=7),
        _spoilt("call_4", cached_tokens=1201),
        _spoilt("call_5", all_tokens=1310),
        _spoilt("call_6", received_tokens="many"),
    ]
    workspace.land("usage/more.jsonl", "".join(calls))
    workspace.load()
    (folder / "dbt").mkdir()
    acme = Books(workspace, Dbt(folder / "dbt", project, code=project))
    yield acme.seed().run("--select", *(f"+{mart}" for mart in _MARTS))


def test_the_page_touches_two_existing_files() -> None:
    """All other files are new."""
    changed = [block.path for block in _blocks() if block.language == "diff"]
    assert changed == ["dbt_project.yml", "seeds/reference/platforms.csv"]
    assert len(_blocks()) == 8


def test_the_call_costs_what_the_page_states(books: Books) -> None:
    """Exactly, in disjoint meters."""
    stated = re.search(r"costs ([0-9.]+) USD", (PROJECT_DIR / "CONTRIBUTING.md").read_text())
    assert stated
    assert books.rows(
        "select provider, pricing_status, calculated_cost from marts.fct_usage_events"
        " where usage_event_id = 'acme/call_1'"
    ) == [("acme", "priced", Decimal(stated.group(1)))]
    assert books.rows(
        "select meter, quantity, calculated_cost from marts.fct_usage_costs"
        " where usage_event_id = 'acme/call_1' order by meter"
    ) == [
        ("text_cached_input", 200, Decimal("0.00005")),
        ("text_input", 1000, Decimal("0.00125")),
        ("text_output", 111, Decimal("0.0006105")),
    ]


def test_usage_without_a_price_is_shown(books: Books) -> None:
    """A model without prices, and unknown tokens beside priced ones."""
    assert books.rows("select model, meter, quantity from marts.fct_unpriced_usage order by model, meter") == [
        ("acme-one", "dreamt_tokens", 7),
        ("acme-two", "text_cached_input", 200),
        ("acme-two", "text_input", 1000),
        ("acme-two", "text_output", 111),
    ]
    assert books.rows("select pricing_status from marts.fct_usage_events where usage_event_id = 'acme/call_3'") == [
        ("partly_priced",)
    ]


def test_impossible_usage_is_refused(books: Books) -> None:
    """More cached tokens than input tokens, parts that miss the total, and a malformed count."""
    reasons = {
        json.loads(record)["event_id"]: reason
        for reason, record in books.rows("select reason, record from marts.fct_rejected_events")
    }
    assert reasons == {"call_4": "part_exceeds_whole", "call_5": "parts_miss_total", "call_6": "invalid_count"}


def test_its_own_tests_and_those_of_the_lists_pass(books: Books) -> None:
    """The unit test of the page, and every data test on the tables that it adds rows to."""
    books.dbt.succeed(
        books.workspace, "test", "--select", "stg_acme__usage_events", "acme__list_prices", "platforms",
        "int_price_book_ranged", "int_list_prices_unioned", as_of=books.as_of
    )  # fmt: skip
