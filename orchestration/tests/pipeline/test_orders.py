"""Any order of deliveries, any repeats and any split into runs give the same marts as one clean build."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from orchestration.tests.pipeline.books import Books, Dbt, assert_same_marts
from orchestration.tests.shared_books import Landed
from orchestration.tests.workspace import Workspace

_RUNS = 10
#: Runs that also build; the others only load, as an hourly load does between two daily builds.
_BUILDS_AFTER = (1, 4, 8, _RUNS)
_SEED = 8


def test_marts_do_not_depend_on_the_order_of_deliveries(landed: Landed, books: Books, dbt: Dbt, tmp_path: Path) -> None:
    """Files come shuffled, each twice under different names, in ten loads with builds in between."""
    pieces = Books(Workspace(tmp_path), dbt)
    landing = pieces.workspace.landing
    files = [path for path in sorted(landed.workspace.landing.rglob("*")) if path.is_file()]
    originals = [(path, path.relative_to(landed.workspace.landing)) for path in files]
    deliveries = [*originals, *((path, _other_name(name)) for path, name in originals)]
    random.Random(_SEED).shuffle(deliveries)
    for run in range(1, _RUNS + 1):
        for path, name in deliveries[run - 1 :: _RUNS]:
            (landing / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, landing / name)
        pieces.workspace.load()
        if run == _BUILDS_AFTER[0]:
            pieces.seed()
        if run in _BUILDS_AFTER:
            pieces.run()
    assert_same_marts(pieces, books)


def _other_name(name: Path) -> Path:
    """Another name in the same folder, where the time of delivery and the parts of a set are told from."""
    stem, dot, suffixes = name.name.partition(".")
    return name.with_name(f"{stem}-repeated{dot}{suffixes}")
