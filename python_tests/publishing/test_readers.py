"""Readers during loads, builds and publications, with the real loader and the real dbt.

`make chaos` runs ten cycles, `make test` fewer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from python_tests.pipeline.books import Books
from python_tests.publishing.landings import land, publish
from python_tests.publishing.reader import READERS
from tokenbooks.loading.load import load_sources
from tokenbooks.settings import Settings
from tokenbooks.transformation.project import PROJECT_DIR

_CYCLES = int(os.environ.get("CYCLES", "3"))


def test_readers_see_one_version_at_a_time(books: Books, tmp_path: Path) -> None:
    """No lock, no error, no incomplete mart, no mix of days, and every version is seen."""
    workspace = books.workspace
    # The seeds were built separately, before the build with all marts.
    versions = [publish(workspace)]
    stop = tmp_path / "stop"
    module = ["-m", "python_tests.publishing.reader"]
    readers = {
        kind: subprocess.Popen(
            [sys.executable, *module, str(workspace.published), str(stop), kind],
            cwd=PROJECT_DIR,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in READERS
    }
    try:
        for number in range(1, _CYCLES):
            land(workspace, number)
            load_sources([], Settings.from_environment(workspace.environment))
            books.run()
            versions.append(publish(workspace))
    finally:
        stop.touch()
        outputs = {kind: reader.communicate(timeout=60)[0] for kind, reader in readers.items()}
    assert {kind: reader.returncode for kind, reader in readers.items()} == dict.fromkeys(READERS, 0)
    reports = {kind: json.loads(output) for kind, output in outputs.items()}
    made = [version.manifest.version for version in versions]
    for kind, report in reports.items():
        assert not report["problems"], (kind, report["problems"][:3])
        assert report["reads"] > _CYCLES, kind
        assert set(report["seen"]) == set(made), kind
        events = [int(report["seen"][version][0]) for version in made]
        assert events == [sum(6 + past for past in range(number + 1)) for number in range(_CYCLES)]
    assert reports["duckdb"]["seen"] == reports["parquet"]["seen"]
    # Each time the first day gets a late call and a new day is added. The days between are shared.
    costs = versions[-1].folder / "marts" / "fct_usage_costs"
    earlier = versions[-2].folder / "marts" / "fct_usage_costs"
    shared = {file.name for file in earlier.iterdir() if file.samefile(costs / file.name)}
    assert shared == {f"2026-03-{day:02}.parquet" for day in range(2, _CYCLES)}
