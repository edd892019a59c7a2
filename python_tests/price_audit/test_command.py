"""The command: its output, its files and its exit code."""

from __future__ import annotations

import io
import shutil
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.commands.price_audit import PROPOSALS, REPORT, audit_and_show
from tokenbooks.errors import UserError
from tools.price_audit import litellm_prices

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the seeds for the test."""
    shutil.copytree(_ROOT / "seeds", tmp_path / "seeds")
    shutil.copy(_ROOT / "dbt_project.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(propose: bool = False) -> tuple[int, str]:
    console = Console(file=io.StringIO(), width=112)
    code = audit_and_show("2026-11-25", propose, "2025-01-01", console)
    return code, console.file.getvalue()  # type: ignore[attr-defined]


def test_a_book_that_is_explained_exits_with_0(project: Path) -> None:
    """It prints a table and writes a report."""
    code, printed = _run(propose=True)
    assert code == 0
    assert "Price audit of 2026-11-25" in printed and "mistral" in printed
    report = (project / REPORT).read_text()
    assert report.startswith("# Price audit of 2026-11-25\n")
    assert "## Differences without a verdict: 0" in report and "## Slips" in report
    assert (project / PROPOSALS / "openrouter__list_prices.csv").exists()


def test_a_slip_in_the_book_exits_with_1_and_states_where(project: Path) -> None:
    """A price of Z.ai is ten times that of both packages."""
    seed = project / "seeds/pricing/zai__list_prices.csv"
    row = "zai,zai,glm-4.7,text_input,standard,,,0,1000000,0.6,"
    assert row in seed.read_text()
    seed.write_text(seed.read_text().replace(row, row.replace(",0.6,", ",6,")))
    code, printed = _run()
    assert code == 1
    assert printed.splitlines()[-1] == (
        f"2 differences without a verdict: zai (genai-prices), zai (litellm); see {REPORT}"
    )
    assert "zai glm-4.7 text_input standard: 6 here, 0.6 there, x 10" in (project / REPORT).read_text()


def test_a_price_of_zero_exits_with_1(project: Path) -> None:
    """Only moderation is free."""
    seed = project / "seeds/pricing/modal__list_prices.csv"
    seed.write_text(seed.read_text().replace(",1000000,15,USD", ",1000000,0,USD"))
    code, printed = _run()
    assert code == 1
    assert "1 prices that are not positive: modal" in printed.splitlines()[-1]


def test_unreadable_input_is_reported_in_one_line(project: Path) -> None:
    """A malformed row, a malformed day, a folder without the project."""
    with pytest.raises(UserError, match="'soon' is not a day"):
        audit_and_show("soon", False, "2025-01-01", Console(file=io.StringIO()))
    seed = project / "seeds/pricing/modal__list_prices.csv"
    seed.write_text(seed.read_text().replace(",1000000,15,USD", ",1000000,fifteen,USD"))
    with pytest.raises(UserError, match=r"modal__list_prices.csv:\d+ cannot be read as a price"):
        _run()
    seed.unlink()
    with pytest.raises(UserError, match=r"modal__list_prices\.csv cannot be read"):
        _run()
    (project / "dbt_project.yml").unlink()
    with pytest.raises(UserError, match="run the command in the project's folder"):
        _run()


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock for running has neither package."""

    def not_found(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setitem(sys.modules, "genai_prices.data", None)
    with pytest.raises(UserError, match=r"^genai-prices is not installed; run `make price-audit`, or install req"):
        _run()
    monkeypatch.setattr(litellm_prices, "distribution", not_found)
    with pytest.raises(UserError, match=r"^litellm is not installed; run `make price-audit`, or install req"):
        _run()
