"""Readers at work through ten loads, builds and publications, with the real loader and the real dbt."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.publishing.publish import Publication, publish_marts
from orchestration.settings import Settings
from orchestration.tests.conftest import Workspace
from orchestration.tests.pipeline.books import Books, Dbt
from orchestration.tests.pipeline.landing import Deliveries
from orchestration.tests.publishing.reader import READERS
from orchestration.transformation.project import PROJECT_DIR

_CYCLES = 10
_FIRST_DAY = date(2026, 3, 1)


def land(workspace: Workspace, number: int) -> None:
    """Land a day of calls, one late call of the first day, and a bill that covers all days so far."""
    deliveries = Deliveries()
    day = _FIRST_DAY + timedelta(days=number)
    usage = {"usage": {"input_tokens": 1_000 + number, "output_tokens": 10}}
    calls = [(f"{day}-{call}", day) for call in range(5 + number)] + [(f"late-{number}", _FIRST_DAY)]
    for event_id, called_on in calls:
        deliveries.call("org-1", event_id, usage, f"{called_on}T12:00:00Z", user_id="ada", model="gpt-4.1")
    lines = "".join(f"{json.dumps(envelope)}\n" for envelope in deliveries.envelopes)
    workspace.land(f"usage/{day}.jsonl", lines)
    bill = Deliveries()
    for past in range(number + 1):
        bill.openai_charge("org-1", _FIRST_DAY + timedelta(days=past), Decimal(number + 1), "gpt-4.1, input", 1_000)
    bill.land(workspace)
    (workspace.landing / "usage" / "2026-10-01T02-00-00Z" / "calls.jsonl").unlink()
    [page] = workspace.landing.glob("openai_costs/org-1/2026-10-01T02-00-00Z/*.json")
    page.rename(page.parents[1] / f"2026-10-{number + 1:02}T02-00-00Z.json")


def publish(workspace: Workspace) -> Publication:
    """Publish every mart that has a date as Parquet, a file for each."""
    return publish_marts(Settings.from_environment(workspace.environment), partitioned_from_rows=0)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Books of the first day."""
    workspace = Workspace(tmp_path_factory.mktemp("books"))
    land(workspace, 0)
    books = Books(workspace, Dbt(tmp_path_factory.mktemp("dbt")))
    workspace.load()
    return books.seed().run()


def test_readers_see_one_version_at_a_time(books: Books, tmp_path: Path) -> None:
    """No lock, no error, no half-built mart, no mix of days; and every version comes by."""
    workspace = books.workspace
    # The seeds came in a build of their own, before the one with all marts.
    versions = [publish(workspace)]
    stop = tmp_path / "stop"
    module = ["-m", "orchestration.tests.publishing.reader"]
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
            workspace.load()
            books.run()
            versions.append(publish(workspace))
    finally:
        stop.touch()
        reports = {kind: json.loads(reader.communicate(timeout=60)[0]) for kind, reader in readers.items()}
    made = [version.manifest.version for version in versions]
    for kind, report in reports.items():
        assert not report["problems"], (kind, report["problems"][:3])
        assert report["reads"] > _CYCLES, kind
        assert set(report["seen"]) == set(made), kind
        events = [int(report["seen"][version][0]) for version in made]
        assert events == [sum(6 + past for past in range(number + 1)) for number in range(_CYCLES)]
    assert reports["duckdb"]["seen"] == reports["parquet"]["seen"]
    # The first day gets a late call every time, and a new day comes; the days between are shared.
    costs = versions[-1].folder / "marts" / "fct_usage_costs"
    earlier = versions[-2].folder / "marts" / "fct_usage_costs"
    shared = {file.name for file in earlier.iterdir() if file.samefile(costs / file.name)}
    assert shared == {f"2026-03-{day:02}.parquet" for day in range(2, _CYCLES)}
