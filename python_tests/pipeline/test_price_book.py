"""The tests of the price book refuse wrong prices."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from python_tests.pipeline.books import Dbt
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR

_SEED = Path("seeds/pricing/openai__list_prices.csv")
_CONTRACTS = Path("seeds/pricing/contracted_prices.csv")
_PARTS = ("dbt_project.yml", "selectors.yml", "profiles.yml.example", "macros", "models", "seeds", "tests")
#: Unit quantity and price of wrong rows for a model that costs 0.15 USD per million, and the test that refuses them.
_WRONG = {
    "per-million-price-as-per-thousand": ("1000", "0.15", "assert_prices_are_not_a_thousandfold_off_their_siblings"),
    "ten-times-too-much": ("1000000", "1.5", "assert_prices_are_not_tenfold_off_the_same_model"),
    "a-tenth-of-it": ("1000000", "0.015", "assert_prices_are_not_tenfold_off_the_same_model"),
    "cents-as-dollars": ("1000000", "15", "assert_prices_are_not_a_thousandfold_off_their_siblings"),
    "negative": ("1000000", "-1", "values_are_positive"),
}
#: The tests that only need the models that are built.
_TESTS = ("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")
_BOOK = ("--select", "+int_price_book_ranged", "meters", *_TESTS)
_LIST = (
    "openai__list_prices",
    "models_without_cache_discount",
    "int_list_prices_unioned",
    "int_price_book_ranged",
    "meters",
    "pricing_units",
)


@pytest.fixture(scope="module")
def project(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """A copy of the project."""
    folder = tmp_path_factory.mktemp("project")
    for part in _PARTS:
        source = PROJECT_DIR / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    return Dbt(tmp_path_factory.mktemp("dbt-copy"), folder)


@pytest.fixture(scope="module")
def warehouse(project: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A warehouse with the price book of the project, which passes all of its tests."""
    workspace = Workspace(tmp_path_factory.mktemp("prices"))
    project.succeed(workspace, "build", *_BOOK)
    return workspace


@pytest.mark.parametrize("slip", _WRONG)
def test_a_wrong_price_is_refused(slip: str, project: Dbt, warehouse: Workspace) -> None:
    """The test for this fault refuses it; other tests may refuse it too."""
    quantity, price, test = _WRONG[slip]
    seed = project.project / _SEED
    right = seed.read_text()
    row = (
        f"openai,openai,gpt-4o-mini,text_input,standard,,,0,{quantity},{price},USD,2026-06-01 00:00:00,,"
        "2026-06-01 00:00:00,test,low"
    )
    try:
        seed.write_text(f"{right}{row}\n")
        results = project.invoke(warehouse, "build", "--select", *_LIST, *_TESTS)
    finally:
        seed.write_text(right)
    failed = {result["unique_id"].split(".")[2] for result in results["results"] if result["status"] == "fail"}
    assert any(name.startswith(test) for name in failed), failed


def test_a_contract_in_yen_is_accepted(project: Dbt, warehouse: Workspace) -> None:
    """Its prices are compared with others in yen only. In dollars they would be a hundredfold too high."""
    seed = project.project / _CONTRACTS
    right = seed.read_text()
    rows = [
        f"enterprise,openai,openai,gpt-4o-mini,{meter},standard,,,0,1000000,{price},JPY,2026-06-01 00:00:00,,"
        "2026-06-01 00:00:00,test,low"
        for meter, price in (("text_input", "22.5"), ("text_cached_input", "11.25"), ("text_output", "90"))
    ]
    try:
        seed.write_text("\n".join([right.rstrip(), *rows, ""]))
        results = project.invoke(warehouse, "build", "--select", "contracted_prices", *_LIST, *_TESTS)
    finally:
        seed.write_text(right)
    statuses = {result["unique_id"].split(".")[2]: result["status"] for result in results["results"]}
    assert statuses["assert_prices_are_not_a_thousandfold_off_their_siblings"] == "pass"
    assert not [name for name, status in statuses.items() if status in ("fail", "error")]
