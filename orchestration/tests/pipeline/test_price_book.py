"""Wrong prices do not get into the books: the tests of the price book refuse them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.tests.pipeline.books import Dbt
from orchestration.transformation.project import PROJECT_DIR

_SEED = Path("seeds/pricing/openai__list_prices.csv")
_PARTS = ("dbt_project.yml", "selectors.yml", "profiles.yml.example", "macros", "models", "seeds", "tests")
#: Unit quantity and price of wrong rows for a model that costs 0.15 USD per million, and the test that refuses each.
_WRONG = {
    "per-million-price-as-per-thousand": ("1000", "0.15", "assert_prices_are_not_a_thousandfold_off_their_siblings"),
    "cents-as-dollars": ("1000000", "15", "assert_prices_are_not_a_thousandfold_off_their_siblings"),
    "negative": ("1000000", "-1", "values_are_positive"),
}


@pytest.fixture(scope="module")
def project(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """A copy of the project."""
    folder = tmp_path_factory.mktemp("project")
    for part in _PARTS:
        source = PROJECT_DIR / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    return Dbt(tmp_path_factory.mktemp("dbt-copy"), folder)
