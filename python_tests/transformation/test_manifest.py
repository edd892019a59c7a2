"""Reading a manifest."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.manifest import (
    group_name,
    tables,
    with_plain_selectors,
    with_singular_tests_attached,
)


@pytest.mark.parametrize(
    ("kind", "fqn", "group"),
    [
        ("model", ["tokenbooks", "marts", "invoices", "fct_invoices"], "13_marts"),
        ("model", ["tokenbooks", "staging", "usage", "openai", "base", "base_openai__usage_parts"], "04_staging"),
        ("model", ["tokenbooks", "intermediate", "usage", "int_usage_days_fingerprinted"], "05_usage"),
        ("model", ["tokenbooks", "intermediate", "prices", "int_price_book_ranged"], "06_prices"),
        ("model", ["tokenbooks", "intermediate", "reconciliation", "int_bill_shares_weighed"], "10_reconciliation"),
        ("model", ["tokenbooks", "invoices", "int_invoice_lines_rounded"], "08_invoices"),
        ("model", ["tokenbooks", "intermediate", "forecasts", "int_forecasts"], "forecasts"),
        ("seed", ["tokenbooks", "pricing", "model_aliases"], "03_seeds"),
        ("seed", ["tokenbooks", "alone"], "03_seeds"),
        ("model", ["tokenbooks", "alone"], "intermediate"),
    ],
)
def test_a_group_is_a_step_of_the_flow(kind: str, fqn: list[str], group: str) -> None:
    """Deeper folders belong to their parent. A folder that is not in the table keeps its name."""
    assert group_name({"resource_type": kind, "fqn": fqn}) == group


def _test_on(*models: str, **fields: Any) -> dict[str, Any]:
    return {"resource_type": "test", "depends_on": {"nodes": list(models)}, "config": {}, **fields}


def _manifest(**tests: dict[str, Any]) -> dict[str, Any]:
    """Lines depend on prices, and invoices on lines. Users are independent."""
    names = ("prices", "lines", "invoices", "users")
    models = {f"model.{name}": {"resource_type": "model", "name": name} for name in names}
    parents = {"model.lines": ["model.prices"], "model.invoices": ["model.lines"]}
    return {"nodes": {**models, **tests}, "parent_map": parents, "sources": {}}


def _attached(manifest: dict[str, Any], test: str) -> str | None:
    node = with_singular_tests_attached(manifest)["nodes"][test]
    name: str | None = node["config"].get("meta", {}).get("dagster", {}).get("ref", {}).get("name")
    return name


def test_a_test_on_several_models_belongs_to_the_last() -> None:
    """The model that depends on the others. Of two independent models, the first by name."""
    assert _attached(_manifest(t=_test_on("model.prices", "model.invoices", "model.lines")), "t") == "invoices"
    assert _attached(_manifest(t=_test_on("model.users", "model.invoices")), "t") == "invoices"
    assert _attached(_manifest(t=_test_on("source.raw.usage", "model.prices")), "t") == "prices"


def test_other_tests_are_not_changed() -> None:
    """Dagster already has their model, or they have none."""
    assert _attached(_manifest(t=_test_on("model.lines")), "t") is None
    assert _attached(_manifest(t=_test_on("model.lines", "model.prices", attached_node="model.lines")), "t") is None
    assert _attached(_manifest(t=_test_on("source.raw.usage", "source.raw.deliveries")), "t") is None
    chosen = _test_on("model.lines", "model.prices", config={"meta": {"dagster": {"ref": {"name": "prices"}}}})
    assert _attached(_manifest(t=chosen), "t") == "prices"


def test_selectors_do_not_select_tests() -> None:
    """At any depth."""
    method = {"method": "fqn", "value": "*", "indirect_selection": "buildable"}
    selectors = {"a": {"name": "a", "definition": {"union": [method, {"exclude": [method]}]}}}
    plain = {"method": "fqn", "value": "*"}
    assert with_plain_selectors({"selectors": selectors})["selectors"] == {
        "a": {"name": "a", "definition": {"union": [plain, {"exclude": [plain]}]}}
    }


def test_views_are_not_counted() -> None:
    """Counting would run them."""
    nodes = {
        name: {"schema": "marts", "alias": name, "config": {"materialized": kind}}
        for name, kind in (("a", "table"), ("b", "view"), ("c", "seed"), ("d", "table"))
    }
    assert tables({"nodes": nodes}, ["a", "b", "c"]) == {"a": "marts.a", "c": "marts.c"}
