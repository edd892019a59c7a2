"""The real command on a small landing zone, from files to invoices."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from dagster import AssetCheckKey, AssetKey, DagsterInstance, Definitions

from orchestration.plans import PLANS
from python_tests.defs.conftest import Environment
from python_tests.loading.samples import azure_export, costs_page, envelope
from python_tests.workspace import Workspace
from tokenbooks.loading.sources import SOURCES
from tokenbooks.pulling.sources import PULLS
from tokenbooks.transformation.project import PROJECT_DIR

_CALL = {
    "id": "resp_1",
    "object": "response",
    "model": "gpt-4o-2024-08-06",
    "status": "completed",
    "usage": {
        "input_tokens": 1000,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 100,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 1100,
    },
}


@pytest.fixture
def workspace(project_environment: Environment, definitions: Definitions) -> Iterator[Workspace]:
    """A landing zone for the warehouse of the definitions. For another warehouse dbt would parse the project again."""
    workspace = Workspace(Path(project_environment["TOKENBOOKS_DUCKDB"]).parent)
    workspace.landing.mkdir()
    yield workspace
    shutil.rmtree(workspace.landing)
    workspace.duckdb_path.unlink(missing_ok=True)


def run_job(workspace: Workspace, project: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `tokenbooks run`."""
    return subprocess.run(
        [sys.executable, "-m", "orchestration", "run", *arguments],
        cwd=PROJECT_DIR,
        env={**workspace.environment, **project},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_month_close(workspace: Workspace, project_environment: Environment) -> None:
    """It fills the marts, evaluates every check, and reports its steps."""
    workspace.land("usage/2026-03-01.jsonl", envelope(1, user_id="ada", payload=_CALL) + "\n")
    workspace.land("openai_costs/org-1/2026-03-05T01:00:00Z.json", costs_page("0.0025"))
    workspace.land("azure_cost/sub-1/2026-04-05.csv", azure_export())
    done = run_job(workspace, project_environment, "month_close")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "  loaded raw/usage: 1 deliveries, 1 records, 0 rejected, 0 skipped" in lines
    assert "  built marts/fct_invoices" in lines
    assert lines[-2].startswith("  published version ")
    assert "  landing/openai_costs: not pulled: OPENAI_ADMIN_KEY is not set" in lines
    # Each source is pulled if possible, loaded, and checked twice. Then one step builds and one publishes.
    pulls = len(PULLS.keys() & SOURCES.keys())
    assert lines[-1].startswith(f"{pulls + 3 * len(SOURCES) + 2} steps, 0 failed; ")
    assert " checks, 0 failed; " in lines[-1]
    assert "Traceback" not in done.stderr

    assert workspace.query("select user_id, total_amount from marts.fct_invoices") == [("ada", Decimal("0.00"))]
    assert workspace.query("select sum(calculated_cost) from marts.fct_usage_costs") == [(Decimal("0.0035"),)]
    accounts = workspace.query("select platform, billing_account_id from marts.fct_reconciliations order by 1, 2")
    assert accounts == [("azure", "sub-1"), ("openai", "default"), ("openai", "org-1")]

    published = Path(project_environment["TOKENBOOKS_PUBLISHED"]) / "current" / "tokenbooks.duckdb"
    with duckdb.connect(str(published), read_only=True) as connection:
        invoices = connection.execute("select user_id, total_amount from marts.fct_invoices").fetchall()
    assert invoices == [("ada", Decimal("0.00"))]

    with DagsterInstance.from_config(project_environment["DAGSTER_HOME"]) as instance:
        (run,) = instance.get_runs()
        assert (run.job_name, run.status.value) == ("month_close", "SUCCESS")
        for source in SOURCES:
            key = AssetCheckKey(AssetKey(["raw", source]), "expectations_are_met")
            record = instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key]
            assert record.status.value == "SUCCEEDED"
        (observation,) = instance.fetch_observations(AssetKey(["marts", "dim_users"]), limit=1).records
        assert observation.asset_observation is not None
        assert observation.asset_observation.metadata["dagster/row_count"].value == 1


def test_a_failing_step_is_one_line_and_an_exit_code(workspace: Workspace, project_environment: Environment) -> None:
    """The file is not a warehouse, so every load fails."""
    workspace.duckdb_path.write_text("this is no database")
    done = run_job(workspace, project_environment, "hourly_usage")
    assert done.returncode == 3
    loads = PLANS["hourly_usage"].sources
    failed = f"{len(loads)} steps, {len(loads)} failed; 0 checks, 0 failed; "
    assert done.stdout.splitlines()[-1].startswith(failed)
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"error: {', '.join(sorted(f'raw__{source}' for source in loads))}: ")
    assert str(workspace.duckdb_path) in line


def test_an_unknown_job_is_refused_at_once(workspace: Workspace, project_environment: Environment) -> None:
    """The message lists the jobs."""
    done = run_job(workspace, project_environment, "nightly")
    assert done.returncode == 2
    assert done.stderr == "error: unknown job: nightly; there are: hourly_usage, daily_bills, month_close\n"


def test_a_malformed_instant_is_refused_at_once(workspace: Workspace, project_environment: Environment) -> None:
    """It is refused before anything is loaded."""
    done = run_job(workspace, project_environment, "month_close", "--as-of", "yesterday")
    assert done.returncode == 2
    assert done.stderr == "error: --as-of is 'yesterday'; it must look like 2026-04-06T00:00:00Z\n"
    assert not workspace.duckdb_path.exists()
