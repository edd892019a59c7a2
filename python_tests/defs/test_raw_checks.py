"""Load assets and their checks, without dbt."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.loading.raw_assets import load_assets
from orchestration.defs.quality.raw_checks import check_result, raw_checks
from python_tests.loading.samples import envelopes
from tokenbooks.expectations.runner import FailedExpectation, SuiteResult


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The landing zone of a separate warehouse."""
    folder = tmp_path / "landing"
    (folder / "usage").mkdir(parents=True)
    monkeypatch.setenv("TOKENBOOKS_TARGET", "duckdb")
    monkeypatch.setenv("TOKENBOOKS_LANDING", str(folder))
    monkeypatch.setenv("TOKENBOOKS_DUCKDB", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("TOKENBOOKS_STATE", str(tmp_path / "state"))
    return folder


def run(instance: dg.DagsterInstance, *, raise_on_error: bool = True) -> dg.ExecuteInProcessResult:
    """Load usage and check it."""
    return dg.materialize(
        [*load_assets, *raw_checks],
        selection=dg.AssetSelection.assets(["raw", "usage"]),
        instance=instance,
        raise_on_error=raise_on_error,
    )


def counts(result: dg.ExecuteInProcessResult) -> dict[str, object]:
    """The counts in the metadata of the load."""
    (event,) = result.get_asset_materialization_events()
    metadata = event.step_materialization_data.materialization.metadata
    return {name: metadata[name].value for name in ("deliveries", "records", "rejected", "skipped", "unreadable")}


def outcomes(result: dg.ExecuteInProcessResult) -> dict[str, bool]:
    """The outcome of each check."""
    return {check.check_name: check.passed for check in result.get_asset_check_evaluations()}


def test_bad_data_fails_checks_and_not_the_run(landing: Path) -> None:
    """The checks also fail if no new file has landed since. They pass again after a good delivery."""
    (landing / "usage" / "good.jsonl").write_text(envelopes(20))
    with dg.DagsterInstance.ephemeral() as instance:
        good = run(instance)
        assert counts(good) == {"deliveries": 1, "records": 20, "rejected": 0, "skipped": 0, "unreadable": 0}
        assert outcomes(good) == {"expectations_are_met": True, "files_are_readable": True, "ledger_agrees": True}

        (landing / "usage" / "bad.jsonl").write_text('{"occurred_at": "yesterday"}\n{"platform": "openai"}\nnot JSON\n')
        (landing / "usage" / "loop.jsonl").symlink_to("loop.jsonl")
        bad = run(instance)
        assert bad.success
        assert counts(bad)["unreadable"] == 1
        assert outcomes(bad) == {"expectations_are_met": False, "files_are_readable": False, "ledger_agrees": False}
        described = {check.check_name: check.description for check in bad.get_asset_check_evaluations()}
        assert "envelopes name the platform that bills the call" in (described["expectations_are_met"] or "")
        assert "usage/loop.jsonl" in (described["files_are_readable"] or "")

        again = run(instance)
        assert counts(again)["deliveries"] == 0
        assert not outcomes(again)["expectations_are_met"]


def test_a_failed_load_states_why_in_one_line(landing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step fails with the message that the command would print."""
    monkeypatch.setenv("TOKENBOOKS_LANDING", str(landing / "missing"))
    with dg.DagsterInstance.ephemeral() as instance:
        result = run(instance, raise_on_error=False)
    assert not result.success
    failure = result.failure_data_for_node("raw__usage")
    assert failure is not None and failure.user_failure_data is not None
    assert str(landing / "missing") in (failure.user_failure_data.description or "")


@pytest.mark.parametrize(("is_critical", "severity"), [(True, "ERROR"), (False, "WARN")])
def test_the_suite_sets_the_severity(is_critical: bool, severity: str) -> None:
    """An expectation that is not critical warns."""
    failure = FailedExpectation("costs have a currency", "currency", "3 of 9 rows", is_critical)
    result = check_result(SuiteResult("azure_cost", 9, 5, (failure,)))
    assert not result.passed
    assert result.severity.value == severity
    assert result.description == "costs have a currency: 3 of 9 rows"


def test_a_check_without_loaded_data_passes() -> None:
    """For example, a source that the user does not have."""
    assert check_result(None).passed
