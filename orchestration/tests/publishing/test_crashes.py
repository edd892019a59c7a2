"""Publishing is killed at any moment: readers keep what they had, and the next publication cleans up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from orchestration.publishing.manifest import read_manifest
from orchestration.tests.publishing.warehouses import HandMadeWarehouse
from orchestration.transformation.project import PROJECT_DIR

_KILLS = 12


def test_a_killed_publication_changes_nothing(tmp_path: Path) -> None:
    """Each time the link is on a whole version of one build, the one before or the one killed too late."""
    warehouse = HandMadeWarehouse(tmp_path).create(daily=20_000)
    warehouse.publish()
    started = time.monotonic()
    assert _publish(warehouse).wait() == 0
    whole = time.monotonic() - started
    dice = random.Random(7)
    left_behind = 0
    for number in range(_KILLS):
        warehouse.build(f"update intermediate.events set calculated_cost = {number}")
        before = warehouse.current
        process = _publish(warehouse)
        # The interpreter starts first; the kills fall from its end to the end of the whole.
        time.sleep(whole * dice.uniform(0.3, 1.0))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        current = warehouse.current
        left_behind += len(_begun(warehouse)) > 0
        manifest = read_manifest(current)
        assert manifest is not None and manifest.version == current.name
        _assert_whole(warehouse, (number - 1 if number else None) if current == before else number)
        warehouse.publish()
        assert not _begun(warehouse)
        _assert_whole(warehouse, number)
    assert left_behind, "no kill fell into the writing"


def _publish(warehouse: HandMadeWarehouse) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "TOKENBOOKS_TARGET": "duckdb",
        "TOKENBOOKS_DUCKDB": str(warehouse.settings.duckdb_path),
        "TOKENBOOKS_PUBLISHED": str(warehouse.settings.published_dir),
    }
    command = [sys.executable, "-m", "orchestration", "publish"]
    return subprocess.Popen(command, cwd=PROJECT_DIR, env=environment, stdout=subprocess.DEVNULL)


def _begun(warehouse: HandMadeWarehouse) -> list[Path]:
    """Versions that were not completed."""
    return [folder for folder in warehouse.current.parent.iterdir() if not (folder / "version.json").exists()]


def _assert_whole(warehouse: HandMadeWarehouse, cost: int | None) -> None:
    """Every event is there in every mart, with the cost of the build; None is what the first build gave them."""
    found = warehouse.read(
        "select count(*), count(distinct calculated_cost), max(calculated_cost) from marts.fct_usage_events"
        " union all"
        " select count(*) // 2, count(distinct calculated_cost), max(calculated_cost) from marts.fct_usage_costs"
    )
    expected = (200_000, 200_000, 199_999) if cost is None else (200_000, 1, cost)
    assert found == [expected, expected]
