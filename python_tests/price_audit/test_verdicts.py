"""Every known difference has a verdict, and a verdict explains only its own difference."""

from __future__ import annotations

import csv
from datetime import datetime, time
from pathlib import Path

import pytest

from orchestration.commands.price_audit import PACKAGES, price_lists, run_audit
from python_tests.price_audit.worlds import DAY, audit, litellm_data, price, write_seeds
from tokenbooks.errors import UserError
from tools.price_audit.book import read_book
from tools.price_audit.report import Audit
from tools.price_audit.verdicts import HEADER, as_row, read_verdicts

_ROOT = Path(__file__).parents[2]
_DIFFERS = litellm_data(gpt_x={"input_cost_per_token": "3e-6"})


@pytest.fixture(scope="module")
def today() -> Audit:
    """Return the audit of the project's book against the locked packages."""
    lists = price_lists(_ROOT / "dbt_project.yml")
    book = read_book(_ROOT / "seeds", lists, datetime.combine(DAY, time.max))
    return run_audit(book, lists, _ROOT / "seeds", DAY, PACKAGES)


def test_every_difference_to_the_locked_packages_has_a_verdict(today: Audit) -> None:
    """And every price of the book is positive."""
    assert today.judged.unexplained == []
    assert today.not_positive == []
    assert len(today.judged.explained) > 300


def test_no_verdict_is_left_without_its_difference(today: Audit) -> None:
    """An obsolete verdict would hide the next difference with the same amounts."""
    assert today.judged.unneeded == []


def test_most_prices_agree(today: Audit) -> None:
    """A reader that misses a field or a name finds nothing to compare, and would seem correct."""
    agree = sum(one.status == "agree" for one in today.comparisons)
    assert agree > 8000
    assert {one.key.platform for one in today.comparisons if one.status == "agree"} == {
        *price_lists(_ROOT / "dbt_project.yml")
    }


def test_known_errors_of_the_packages_are_found(today: Audit) -> None:
    """A price that is a thousand times too high, audio at the rate of text, and a lost history."""
    verdicts = {(one.package, one.key.model, one.key.meter): one for one, _ in today.judged.explained}
    assert verdicts["litellm", "embed-multilingual-light-v3.0", "text_input"].slip == 1000
    assert verdicts["genai-prices", "gpt-4o-audio-preview-2024-12-17", "audio_input"].is_inherited
    assert (
        verdicts["genai-prices", "gemini-3.6-flash", "text_input"].ours
        == verdicts["genai-prices", "gemini-3.6-flash", "text_input"].quote.unit_price * 2
    )  # type: ignore[union-attr]


def test_the_seed_is_sorted() -> None:
    """So two people who add rows do not change the same line."""
    with (_ROOT / "seeds/pricing/price_audit_verdicts.csv").open(newline="") as lines:
        rows = list(csv.reader(lines))
    assert tuple(rows[0]) == HEADER
    names = [(*row[:5], int(row[5])) for row in rows[1:]]
    assert names == sorted(names)


def test_a_verdict_explains_its_difference(tmp_path: Path) -> None:
    """Without the verdict the audit is not clean; with it the audit is clean."""
    seeds = write_seeds(tmp_path, [price()])
    before = audit(seeds, _DIFFERS)
    [difference] = before.judged.unexplained
    assert not before.is_explained
    write_seeds(tmp_path, [price()], verdicts=[as_row(difference, "ours_is_right", "seen on a bill")])
    after = audit(seeds, _DIFFERS)
    assert after.is_explained
    assert [verdict.reason for _, verdict in after.judged.explained] == ["seen on a bill"]


def test_a_verdict_ends_when_an_amount_moves(tmp_path: Path) -> None:
    """A new price on either side is a new difference, and the old verdict is reported as unneeded."""
    seeds = write_seeds(tmp_path, [price()])
    [difference] = audit(seeds, _DIFFERS).judged.unexplained
    write_seeds(tmp_path, [price(unit_price="2.5")], verdicts=[as_row(difference, "both_hold", "two pages")])
    judged = audit(seeds, _DIFFERS).judged
    assert (len(judged.explained), len(judged.unexplained), len(judged.unneeded)) == (0, 1, 1)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"verdict": "perhaps"}, "needs a reason and a verdict, one of"),
        ({"reason": " "}, "needs a reason and a verdict, one of"),
        ({"ours": "cheap"}, "cannot be read as a verdict"),
    ],
)
def test_a_malformed_verdict_is_refused(tmp_path: Path, columns: dict[str, str], message: str) -> None:
    """The message names its place in the file."""
    seeds = write_seeds(tmp_path, [price()])
    [difference] = audit(seeds, _DIFFERS).judged.unexplained
    write_seeds(tmp_path, [price()], verdicts=[as_row(difference, "both_hold", "two pages") | columns])
    with pytest.raises(UserError, match=f"price_audit_verdicts.csv:2 {message}"):
        read_verdicts(seeds / "pricing" / "price_audit_verdicts.csv")


@pytest.mark.parametrize("amount", ["0", "-2"])
def test_a_price_that_is_not_positive_is_found(tmp_path: Path, amount: str) -> None:
    """Even if no package has a price to compare it with. Moderation is free."""
    free = price(model="omni-moderation-latest", unit_price=0)
    seeds = write_seeds(tmp_path, [price(), price(model="gpt-y", unit_price=amount), free])
    found = audit(seeds, litellm_data(gpt_x={"input_cost_per_token": "2e-6"}))
    assert [row.key.model for row in found.not_positive] == ["gpt-y"]
    assert not found.is_explained
