"""Publishing is killed at any moment: readers keep the previous version, and the next publication cleans up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from python_tests.publishing.warehouses import HandMadeWarehouse
from tokenbooks.publishing.manifest import read_manifest
from tokenbooks.transformation.project import PROJECT_DIR

_KILLS = 12


def test_a_killed_publication_changes_nothing(tmp_path: Path) -> None:
    """The link always points to a complete version: the previous one, or the new one if the kill came too late."""
    warehouse = HandMadeWarehouse(tmp_path).create(daily=20_000)
    warehouse.publish()
    writing = _seconds_of_writing(warehouse)
    dice = random.Random(7)
    left_behind = 0
    for number in range(_KILLS):
        warehouse.build(f"update intermediate.events set calculated_cost = {number}")
        before = warehouse.current
        process = _publish(warehouse)
        # The first kill comes as soon as writing begins. The others come at random times until after writing has ended.
        _wait_for_writing(warehouse, process)
        time.sleep(writing * dice.uniform(0.0, 1.2) if number else 0)
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


def _seconds_of_writing(warehouse: HandMadeWarehouse) -> float:
    """How long the writing of a version takes, in seconds."""
    warehouse.build("update intermediate.events set calculated_cost = calculated_cost + 1")
    process = _publish(warehouse)
    _wait_for_writing(warehouse, process)
    started = time.monotonic()
    assert process.wait() == 0
    seconds = time.monotonic() - started
    warehouse.build("update intermediate.events set calculated_cost = calculated_cost - 1").publish()
    return seconds


def _wait_for_writing(warehouse: HandMadeWarehouse, process: subprocess.Popen[bytes]) -> None:
    """Wait until a version has been started, or the process has ended."""
    while process.poll() is None and not _begun(warehouse):
        time.sleep(0.001)


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
    """Versions that were started and not completed."""
    return [folder for folder in warehouse.current.parent.iterdir() if not (folder / "version.json").exists()]


def _assert_whole(warehouse: HandMadeWarehouse, cost: int | None) -> None:
    """Every mart has every event, with the cost of the build. None means the cost of the first build."""
    found = warehouse.read(
        "select count(*), count(distinct calculated_cost), max(calculated_cost) from marts.fct_usage_events"
        " union all"
        " select count(*) // 2, count(distinct calculated_cost), max(calculated_cost) from marts.fct_usage_costs"
    )
    expected = (200_000, 200_000, 199_999) if cost is None else (200_000, 1, cost)
    assert found == [expected, expected]
