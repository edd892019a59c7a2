"""Any history, in any deliveries and runs, gives the same marts as one clean build of the same inputs.

The test lists the marts in the schema, so it covers a new mart automatically. `make histories` runs more histories.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from python_tests.histories.histories import Seeds, random_history
from python_tests.pipeline.books import AS_OF, Books, Dbt, assert_same_marts
from python_tests.workspace import Workspace
from tools.servers.postgres import PostgresServer

#: Set by `make histories`. By default each engine runs one history, with an early and a partial build.
_HISTORIES = int(os.environ.get("HISTORIES", "0"))
_ON_DUCKDB = list(range(_HISTORIES)) or [10]
_ON_POSTGRES = list(range(100, 100 + max(1, _HISTORIES // 5))) if _HISTORIES else [103]
#: An earlier instant at which some runs read the books. A later run must return to the present correctly.
_EARLIER = "2026-03-10T00:00:00Z"


@pytest.mark.parametrize("seed", _ON_DUCKDB)
def test_a_history_ends_at_the_marts_of_one_clean_build_on_duckdb(seed: int, tmp_path: Path) -> None:
    """The seed in the test's name gives the same history again."""
    _live_through(seed, tmp_path, {}, {})


@pytest.mark.parametrize("seed", _ON_POSTGRES)
def test_a_history_ends_at_the_marts_of_one_clean_build_on_postgres(
    seed: int, tmp_path: Path, postgres: PostgresServer
) -> None:
    """The same on PostgreSQL."""
    databases = [postgres.create_database(f"history_{seed}_{part}") for part in ("lived", "clean")]
    _live_through(seed, tmp_path, *databases)


def _live_through(seed: int, folder: Path, lived_in: dict[str, str], built_in: dict[str, str]) -> None:
    chance = random.Random(f"runs of {seed}")
    history = random_history(seed)
    seeds = Seeds(folder / "project")
    (folder / "dbt").mkdir()
    dbt = Dbt(folder / "dbt", seeds.project)
    lived = Books(_workspace(folder / "lived", lived_in), dbt)
    made = 0
    for number, (files, corrections) in enumerate(history.runs):
        for file in files:
            lived.workspace.land(file.path, file.content)
        lived.workspace.load()
        for correct in history.corrections[made:corrections]:
            correct(seeds)
        made = corrections
        is_last = number == len(history.runs) - 1
        if is_last or chance.random() < 0.8:
            as_of = _EARLIER if not is_last and chance.random() < 0.3 else AS_OF
            if not is_last and chance.random() < 0.3:
                dbt.succeed(lived.workspace, "seed", as_of=as_of)
                dbt.succeed(lived.workspace, "run", "--select", "+fct_usage_events", "+fct_unpriced_usage", as_of=as_of)
            dbt.succeed(lived.workspace, "build", *(_ALL_TESTS if is_last else _NO_TESTS), as_of=as_of)
    clean = Books(_workspace(folder / "clean", built_in), dbt)
    for file in history.files:
        clean.workspace.land(file.path, file.content)
    clean.workspace.load()
    dbt.succeed(clean.workspace, "build", "--full-refresh", *_NO_TESTS)
    assert_same_marts(lived, clean)
    assert clean.value("select count(*) from marts.fct_cost_allocations where actual_cost > 0") > 0


#: The last build also runs every data test. The test on aliases of other models would fail on the short price lists.
_ALL_TESTS = ("--exclude", "test_type:unit", "assert_every_alias_resolves_to_a_priced_model")
_NO_TESTS = ("--resource-type", "seed", "--resource-type", "model")


def _workspace(folder: Path, settings: dict[str, str]) -> Workspace:
    workspace = Workspace(folder, settings)
    workspace.landing.mkdir(parents=True)
    return workspace
