"""Every unit test of the dbt project passes on both engines, over a warehouse in which nothing has landed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from orchestration.build import PROJECT, ensure_profile
from orchestration.tests.postgres_server import PostgresServer


def _build(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Load nothing, build everything, and return the status of every unit test by name."""
    ensure_profile()
    (folder / "landing").mkdir()
    environment = {
        **os.environ,
        "TOKENBOOKS_DUCKDB": str(folder / "warehouse.duckdb"),
        "TOKENBOOKS_LANDING": str(folder / "landing"),
        "TOKENBOOKS_STATE": str(folder / "state"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        **settings,
    }
    for command in (["-m", "orchestration", "load"], ["-m", "dbt.cli.main", "build", "--quiet"]):
        done = subprocess.run([sys.executable, *command], cwd=PROJECT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    return {result["unique_id"]: result["status"] for result in results}


def test_unit_tests_pass_on_duckdb(tmp_path: Path) -> None:
    """On DuckDB."""
    statuses = _build(tmp_path, {"TOKENBOOKS_TARGET": "duckdb"})
    units = {name: status for name, status in statuses.items() if name.startswith("unit_test.")}
    assert len(units) >= 40
    assert set(units.values()) == {"pass"}


def test_unit_tests_pass_on_postgres(tmp_path: Path, postgres: PostgresServer) -> None:
    """On PostgreSQL."""
    statuses = _build(tmp_path, {"TOKENBOOKS_TARGET": "postgres", **postgres.create_database("unit_tests")})
    units = {name: status for name, status in statuses.items() if name.startswith("unit_test.")}
    assert len(units) >= 40
    assert set(units.values()) == {"pass"}
