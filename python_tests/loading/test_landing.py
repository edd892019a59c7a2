"""Writes into the landing zone, a whole folder or nothing, and reads exports from a store behind a URL."""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from python_tests.loading.samples import AZURE_ROW, EA_HEADER, azure_export
from tokenbooks.errors import UserError
from tokenbooks.loading.landing import Landing, open_landing
from tokenbooks.loading.load import load_sources
from tokenbooks.settings import Settings

_FILES = [("part_001.json", b"1"), ("_note.json", b"2")]


@pytest.fixture(params=["folder", "memory"])
def landing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Landing]:
    """A new, empty landing zone."""
    if request.param == "folder":
        yield open_landing(str(tmp_path / "not" / "yet"), create=True)
        return
    yield open_landing("memory://written", create=True)
    store = fsspec.filesystem("memory")
    if store.exists("/written"):
        store.rm("/written", recursive=True)


def paths(landing: Landing, folder: str = "") -> list[str]:
    """The paths of all files in it."""
    return [file.path for file in landing.files(folder)]


def test_written_files_are_read(landing: Landing) -> None:
    """Also if only one folder is listed."""
    assert paths(landing, "a/b") == []
    landing.write("a/b/2026", _FILES)
    landing.write("a/c/2026", _FILES[:1])
    assert paths(landing) == ["a/b/2026/_note.json", "a/b/2026/part_001.json", "a/c/2026/part_001.json"]
    assert paths(landing, "a/b") == ["a/b/2026/_note.json", "a/b/2026/part_001.json"]
    with landing.open("a/b/2026/part_001.json") as stream:
        assert stream.read() == b"1"


def test_an_incomplete_folder_is_not_written(landing: Landing) -> None:
    """Not even its first file is written."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield from _FILES
        assert paths(landing, "a") == [] or all("/." in path for path in paths(landing, "a"))
        raise UserError("there is no more")

    with pytest.raises(UserError, match="there is no more"):
        landing.write("a/b", files())
    assert paths(landing) == []


def test_landed_files_are_not_overwritten(landing: Landing) -> None:
    """It may already be loaded."""
    landing.write("a/b", _FILES[:1])
    with pytest.raises(UserError, match=r"a/b already exists|cannot write to the landing folder .*a/b: "):
        landing.write("a/b", [("part_001.json", b"other")])
    with landing.open("a/b/part_001.json") as stream:
        assert stream.read() == b"1"
    assert paths(landing) == ["a/b/part_001.json"]


def test_leftovers_of_a_killed_writer_are_removed_after_a_day(tmp_path: Path) -> None:
    """Not earlier, because the writer may still be running."""
    old, new = tmp_path / "a" / ".old.partial", tmp_path / "a" / ".new.partial"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 90_000,) * 2)
    open_landing(str(tmp_path)).write("a/b", _FILES)
    assert (old.exists(), new.exists()) == (False, True)


def test_exports_are_read_from_a_store_behind_a_url(tmp_path: Path) -> None:
    """In the layout of Cost Management: one folder per run, parts, and a manifest that is not a delivery."""
    store = fsspec.filesystem("memory")
    run = "/exports/azure_cost/sub-1/20260301-20260331/202604010512/a1b2c3d4-1111-2222-3333-444444444444"
    try:
        store.pipe(f"{run}/part_0_0001.csv", b"\xef\xbb\xbf" + azure_export().encode())
        store.pipe(f"{run}/part_1_0001.csv.gz", gzip.compress(azure_export(EA_HEADER, AZURE_ROW, AZURE_ROW).encode()))
        store.pipe(f"{run}/manifest.json", b"{}")
        store.pipe(f"{run}/_SUCCESS", b"")
        settings = Settings(landing="memory://exports", duckdb_path=tmp_path / "a.duckdb", state_dir=tmp_path / "state")
        (report,) = load_sources(["azure_cost"], settings).sources
        assert (report.deliveries, report.records, report.rejected, report.unreadable) == (2, 3, 0, 0)
    finally:
        store.rm("/exports", recursive=True)
