"""Ten deliveries of a bill, loaded one by one in any order, end at the marts that the final one alone makes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.tests.bills.anthropic_cost_bill import ACCOUNT, land_anthropic_cost
from orchestration.tests.bills.azure_costs_bill import QUERY_ACCOUNT, land_azure_query
from orchestration.tests.bills.openai_costs_bill import DAILY_ACCOUNT, land_openai_daily_costs
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt

_BILLS = (f"anthropic_cost/{ACCOUNT}", f"azure_cost/{QUERY_ACCOUNT}", f"openai_costs/{DAILY_ACCOUNT}")
#: What a bill says in the end; how it came to say so is for `fct_bill_revisions`.
_MARTS = ("fct_billed_charges", "fct_meter_variances", "fct_variance_components", "fct_reconciliations")
_SELECTED = ("--select", *(f"+{mart}" for mart in _MARTS))


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    """A landing zone with ten deliveries of each bill, of which the last by name is the final one."""
    landing = tmp_path / "all"
    for land in (land_anthropic_cost, land_azure_query, land_openai_daily_costs):
        land(landing)
    return landing


def test_the_order_of_deliveries_makes_no_difference(landed: Path, tmp_path: Path, dbt: Dbt) -> None:
    """The newest first and the oldest last, with a build in between."""
    lived, clean = Workspace(tmp_path / "lived"), Workspace(tmp_path / "clean")
    for workspace in (lived, clean):
        shutil.copytree(landed / "usage", workspace.landing / "usage")
    for number in range(10):
        for bill in _BILLS:
            run = sorted((landed / bill).iterdir())[9 - number]
            shutil.copytree(run, lived.landing / bill / run.name)
            if number == 0:
                shutil.copytree(run, clean.landing / bill / run.name)
        if number in (0, 4, 9):
            lived.load()
        if number == 4:
            _build(lived, dbt)
    clean.load()
    assert _build(lived, dbt) == _build(clean, dbt)


def _build(workspace: Workspace, dbt: Dbt) -> dict[str, set[tuple[str, ...]]]:
    books = Books(workspace, dbt)
    books.seed().run(*_SELECTED)
    return {mart: {tuple(map(str, row)) for row in workspace.query(f"select * from marts.{mart}")} for mart in _MARTS}
