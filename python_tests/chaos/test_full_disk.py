"""A full disk stops a load or a build with a clear message. When there is space again, no data is lost."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from python_tests.chaos.books import ChaosBooks
from python_tests.chaos.disk import NoDisk, SmallDisk, small_disk
from python_tests.loading.samples import costs_page, envelopes
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR
from tools.servers.postgres import PostgresServer

_EVENTS = 30_000
_BUILD = [
    *(sys.executable, "-m", "orchestration", "build", "--exclude-resource-type", "unit_test"),
    *("-s", "+int_usage_events_unioned", "--indirect-selection", "empty"),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of 192 MB."""
    try:
        with small_disk(tmp_path / "disk", 192) as disk:
            yield disk
    except NoDisk:
        pytest.skip("needs a mount, as root or in a user namespace")


@pytest.fixture(params=["duckdb", "postgres"])
def books(request: pytest.FixtureRequest, disk: SmallDisk, tmp_path: Path) -> Iterator[ChaosBooks]:
    """A warehouse and the loader's folder on the small disk. The landing zone and the logs are elsewhere."""
    settings = {"TOKENBOOKS_DUCKDB": str(disk.path / "warehouse.duckdb"), "TOKENBOOKS_STATE": str(disk.path / "state")}
    with ExitStack() as stack:
        if request.param == "postgres":
            if not disk.is_shared:
                pytest.skip("the server does not see the disk")
            # The server is not shared, because a server keeps trying to write what did not fit on the full disk.
            server = stack.enter_context(PostgresServer())
            settings |= server.create_database("full", disk.path / "data")
        yield _landed(Workspace(tmp_path, settings))


def _landed(workspace: Workspace) -> ChaosBooks:
    for day in range(6):
        workspace.land(f"usage/2026-03-0{day + 1}.jsonl", envelopes(_EVENTS // 6, day * 5_000))
    workspace.land("openai_costs/org/2026-04-01.json", costs_page("1.5"))
    shutil.copy(PROJECT_DIR / "profiles.yml.example", workspace.folder / "profiles.yml")
    return ChaosBooks(workspace, workspace.landing)


def test_a_full_disk_stops_a_load_and_a_build_until_there_is_space(books: ChaosBooks, disk: SmallDisk) -> None:
    """The disk is full at the first byte, or becomes full during the run."""
    for left in (0, 3_000_000):
        disk.fill(left)
        load = books.load()
        assert load.wait(120)
        assert load.process.returncode == 3, load.text
        assert len(load.text.strip().splitlines()) == 1, load.text
        assert "the disk is full" in load.text
    disk.free()
    books.finish("load", books.load())
    books.check_ledger()
    books.spare_parsing()
    disk.fill(500_000)
    build = books.start(_BUILD)
    assert build.wait(120)
    assert build.process.returncode == 3, build.text
    assert build.text == "error: the disk is full; free some space and build again, nothing is lost\n"
    disk.free()
    books.finish("build", books.start(_BUILD))
    assert books.workspace.query("select count(*) from intermediate.int_usage_events_unioned") == [(_EVENTS,)]
