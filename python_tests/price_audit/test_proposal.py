"""Proposed rows can be pasted as they are, and then no price is missing."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from python_tests.price_audit.worlds import (
    DAY,
    against_genai_prices,
    against_litellm,
    from_day,
    model,
    price,
    read,
    write_seeds,
)
from tools.price_audit.book import Book
from tools.price_audit.compare import Comparison
from tools.price_audit.proposal import HEADER, Row, proposed_rows, write_rows

_UNDATED = date(2025, 1, 1)


def _proposed(book: Book, comparisons: list[Comparison]) -> list[Row]:
    return proposed_rows(book, comparisons, DAY, _UNDATED).get("openai", [])


def test_pasted_rows_make_the_difference_go_away(tmp_path: Path) -> None:
    """For a new model with two prices in time and a tier, and for a meter that a known model lacks."""
    new = model("gpt-y", [from_day(None, input_mtok="2", output_mtok="8"), from_day("2026-06-01", input_mtok="3")])
    more = model("gpt-x", [from_day(None, input_mtok="2", cache_read_mtok="0.2")])
    seeds = write_seeds(tmp_path, [price()])
    before = against_genai_prices(read(seeds), new, more)
    assert "missing here" in {one.status for one in before}
    rows = _proposed(read(seeds), before)
    write_seeds(tmp_path, [price(), *rows])
    after = against_genai_prices(read(seeds), new, more)
    assert {one.status for one in after} == {"agree"}
    assert _proposed(read(seeds), after) == []


def test_rows_have_the_header_and_the_order_of_the_lists(tmp_path: Path) -> None:
    """So they can be merged by sorting."""
    new = model("gpt-y", [from_day(None, output_mtok="8", input_mtok="2"), from_day("2026-06-01", input_mtok="3")])
    book = read(write_seeds(tmp_path, [price()]))
    rows = proposed_rows(book, against_genai_prices(book, new), DAY, _UNDATED)
    [path] = write_rows(tmp_path / "proposals", rows)
    assert path.name == "openai__list_prices.csv"
    written = list(csv.reader(io.StringIO(path.read_text())))
    assert tuple(written[0]) == HEADER
    assert [(row[2], row[3], row[11]) for row in written[1:]] == [
        ("gpt-y", "text_input", "2025-01-01 00:00:00"),
        ("gpt-y", "text_input", "2026-06-01 00:00:00"),
        ("gpt-y", "text_output", "2025-01-01 00:00:00"),
    ]
    assert {row[14] for row in written[1:]} == {"genai-prices 0.2.3[gpt-y]"}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("gpt-x", "2026-01-01"),
        ("gpt-y-2026-03-05", "2026-03-05"),
        ("gpt-y-20260305", "2026-03-05"),
        ("gpt-y", "2025-01-01"),
        ("gpt-y-99991399", "2025-01-01"),
    ],
)
def test_an_undated_price_starts_with_its_model(tmp_path: Path, name: str, start: str) -> None:
    """With the first price of the model, the day in its name, or the given day."""
    book = read(write_seeds(tmp_path, [price()]))
    comparisons = against_litellm(book, **{name: {"output_cost_per_token": "8e-6"}})
    [row] = _proposed(book, comparisons)
    assert row["valid_from"] == row["known_at"] == f"{start} 00:00:00"
    assert (row["unit_price"], row["unit_quantity"]) == ("8", "1000000")


def test_a_future_price_is_known_since_the_audit(tmp_path: Path) -> None:
    """An announced price becomes known on the day of the audit, neither earlier nor at its start."""
    book = read(write_seeds(tmp_path, [price()]))
    announced = model("gpt-y", [from_day(None, input_mtok="2"), from_day("2027-01-01", input_mtok="4")])
    rows = _proposed(book, against_genai_prices(book, announced))
    assert [(row["valid_from"][:10], row["known_at"][:10]) for row in rows] == [
        ("2025-01-01", "2025-01-01"),
        ("2027-01-01", "2026-11-25"),
    ]


def test_a_retired_price_is_not_proposed_again(tmp_path: Path) -> None:
    """A package that still lists it without a date knows less than the book."""
    book = read(write_seeds(tmp_path, [price(), price(meter="text_output", retired_at="2026-06-01 00:00:00")]))
    comparisons = against_litellm(book, gpt_x={"output_cost_per_token": "2e-6"})
    assert [one.status for one in comparisons if one.key.meter == "text_output"] == ["missing here"]
    assert _proposed(book, comparisons) == []


def test_a_free_model_is_not_proposed(tmp_path: Path) -> None:
    """Packages write zero for a missing price."""
    book = read(write_seeds(tmp_path, [price()]))
    assert _proposed(book, against_litellm(book, gpt_y={"output_cost_per_token": "0"})) == []
