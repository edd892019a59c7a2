"""The short form of `make chaos`: after a few kills on each engine, every mart is as after one clean build."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from python_tests.chaos.books import ChaosBooks
from python_tests.chaos.command import undisturbed
from python_tests.chaos.history import NO_TESTS, History, Tally
from python_tests.chaos.world import land_cases
from python_tests.pipeline.books import Mart
from python_tests.workspace import Workspace

_KILLS = 3
_SEED = 11


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All files that land."""
    workspace = Workspace(tmp_path_factory.mktemp("source"))
    land_cases(workspace)
    return workspace


@pytest.fixture(scope="module")
def expected(source: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mart]:
    """The marts of one clean build, on DuckDB."""
    books = ChaosBooks(Workspace(tmp_path_factory.mktemp("undisturbed")), source.landing)
    return undisturbed(books, *NO_TESTS)


def test_killed_loads_and_builds_end_at_the_same_marts(
    on_engine: Workspace, source: Workspace, expected: Mapping[str, Mart]
) -> None:
    """They are killed and run again with new files: no record is lost or doubled."""
    books = ChaosBooks(on_engine, source.landing)
    tally, events = Tally(), [f"seed {_SEED}"]
    History(books, expected, random.Random(_SEED), tally, events.append).play(_KILLS, parts=2, last_build=NO_TESTS)
    assert not tally.differences, events
    assert tally.kills() >= 1, events
    assert tally.moments == tally.recovered, events
