"""The rules that models, seeds, macros and their YAML keep, checked on dbt's manifest and on the files."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from python_tests.parsed_project import parsed_project

_ROOT = Path(__file__).parents[1]

#: The wings of the intermediate layer, in order: a wing reads those before it.
WINGS = ("usage", "prices", "costs", "invoices", "bills", "reconciliation", "reports", "focus")
#: The doors of each wing: the models that other wings and the marts read.
DOORS = {
    "usage": {
        "int_usage_deliveries_summed",
        "int_usage_events_deduplicated",
        "int_usage_events_unioned",
        "int_usage_records_ranked",
    },
    "prices": {"int_list_prices_unioned", "int_price_book_ranged", "int_usage_prices", "int_usage_rates"},
    "costs": {
        "int_usage_days_summed",
        "int_usage_days_unpivoted",
        "int_usage_events_costed",
        "int_usage_unpivoted_to_meters",
        "int_user_days_summed",
    },
    "invoices": {"int_invoice_lines_rounded", "int_user_months_summed"},
    "bills": {
        "int_bill_line_versions",
        "int_billed_charges_current",
        "int_billed_charges_out_of_scope",
        "int_billed_charges_scaled",
    },
    "reconciliation": {
        "int_account_periods_compared",
        "int_application_variances_summed",
        "int_billed_usage_summed",
        "int_calculated_usage_at_bill_grain",
        "int_calculated_usage_summed",
        "int_charges_unattributed",
        "int_gross_variances_summed",
        "int_meters_compared",
        "int_unit_prices_compared",
        "int_usage_cost_shares",
    },
    "reports": {"int_provider_usage_unioned", "int_report_days_covered", "int_usage_matched_to_reports"},
    "focus": {"int_focus_charges_priced"},
}
#: What printing an invoice line does not need.
_NOT_FOR_INVOICES = ("bills", "reconciliation", "reports", "focus")
#: Models outside staging that read raw tables, and why.
_SOURCE_READERS = {
    "int_usage_records_repeated": "ranks by the hash of the record, which is not carried along with every event",
    "int_billed_charges_unioned": "which delivery is newer is the ledger's to say, not the bill's",
    "int_bill_files_replaced": "which delivery is newer or refused is the loader's to say, not the bill's",
    "fct_rejected_events": "shows records as they landed, and lines that no staging model ever sees",
}
#: Marts without a tested key, and why.
_MARTS_WITHOUT_KEY_TEST = {
    "fct_usage_costs": "a view over several times the events; fct_usage_events and int_usage_prices decide its key",
    "fct_cost_allocations": "a view over several times the events; the costs and variances it joins are tested",
    "fct_rejected_events": "charges of one bill page share its record number, and a refused file has none",
}
_KEY_TESTS = {"unique", "unique_combination", "keys_are_unique"}
_ENGINE_SYNTAX = {
    "::": r"::",
    "qualify": r"\bqualify\b",
    "ilike": r"\bilike\b",
    "distinct on": r"\bdistinct on\b",
    "target": r"\btarget\.\w+",
}
_FLOAT = re.compile(r"\b(float|double|real)\d*\b", re.IGNORECASE)

Node = dict[str, Any]


@pytest.fixture(scope="module")
def manifest() -> Node:
    """What dbt makes of the project; a warning is an error."""
    parsed: Node = json.loads((parsed_project("duckdb") / "manifest.json").read_text())
    return parsed


@pytest.fixture(scope="module")
def models(manifest: Node) -> list[Node]:
    """The models of the project."""
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


@pytest.fixture(scope="module")
def marts(models: list[Node]) -> list[Node]:
    """The models that others read."""
    return [model for model in models if _layer(model) == "marts"]


def test_every_model_has_its_own_yaml_beside_it(models: list[Node]) -> None:
    """A model's YAML is found where its SQL is, under the same name."""
    expected = {
        model["name"]: f"tokenbooks://{Path(model['original_file_path']).with_suffix('.yml')}" for model in models
    }
    assert {model["name"]: model["patch_path"] for model in models} == expected


def test_every_description_ends_with_the_grain(manifest: Node) -> None:
    """The last sentence of a model, seed or raw table says what one row is."""
    tables = [node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")]
    tables += manifest["sources"].values()
    missing = [t["name"] for t in tables if not re.search(r"(^|\. )One row per [^.]+\.$", t["description"].strip())]
    assert not missing


def test_every_listed_column_is_described(manifest: Node) -> None:
    """A column in YAML has a meaning."""
    silent = [
        f"{node['name']}.{column['name']}"
        for node in manifest["nodes"].values()
        for column in node["columns"].values()
        if not column["description"].strip()
    ]
    assert not silent


def test_every_mart_has_a_contract(marts: list[Node]) -> None:
    """What others rely on is enforced, with a type for each column, and none of the types is inexact."""
    assert marts
    for mart in marts:
        assert mart["config"]["contract"]["enforced"], mart["name"]
        types = [column["data_type"] for column in mart["columns"].values()]
        assert types and all(types), mart["name"]
        assert not [kind for kind in types if _FLOAT.search(kind)], mart["name"]


def test_every_mart_has_a_tested_key(manifest: Node, marts: list[Node]) -> None:
    """The grain of a mart is tested, or it is on record why not."""
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") in _KEY_TESTS
    }
    untested = {mart["name"] for mart in marts if mart["unique_id"] not in tested}
    assert untested == set(_MARTS_WITHOUT_KEY_TEST)


def test_layers_read_downwards_only(models: list[Node], manifest: Node) -> None:
    """Staging reads staging and raw tables, intermediate models no marts."""
    allowed = {"staging": {"staging"}, "intermediate": {"staging", "intermediate", "seeds"}}
    upwards = [
        f"{model['name']} reads {parent}"
        for model in models
        for parent in model["depends_on"]["nodes"]
        if parent in manifest["nodes"]
        and _layer(manifest["nodes"][parent]) not in allowed.get(_layer(model), {_layer(manifest["nodes"][parent])})
    ]
    assert not upwards


def test_wings_read_downwards_only(models: list[Node], manifest: Node) -> None:
    """A wing reads those before it, through their doors; what is read from outside is a door."""
    reads = [(_wing(model), parent) for model in models for parent in _parents(model, manifest) if _wing(parent)]
    assert {_wing(model) for model in models if _layer(model) == "intermediate"} == set(WINGS)
    upwards = {
        f"{wing} reads {parent['name']}"
        for wing, parent in reads
        if wing and WINGS.index(wing) < WINGS.index(str(_wing(parent)))
    }
    assert not upwards
    doors: dict[str, set[str]] = {wing: set() for wing in WINGS}
    for wing, parent in reads:
        if wing != _wing(parent):
            doors[str(_wing(parent))].add(parent["name"])
    assert doors == DOORS


def test_invoices_need_no_bill(models: list[Node], manifest: Node) -> None:
    """A bill that cannot be read keeps nobody from printing invoices."""
    by_id = {model["unique_id"]: model for model in models}
    waiting = [next(model for model in models if model["name"] == "fct_invoice_lines")]
    found: dict[str, Node] = {}
    while waiting:
        for parent in _parents(waiting.pop(), manifest):
            if parent["unique_id"] in by_id and parent["unique_id"] not in found:
                found[parent["unique_id"]] = parent
                waiting.append(parent)
    assert found
    assert not {name for name, model in found.items() if _wing(model) in _NOT_FOR_INVOICES}


def test_staging_is_cut_by_kind_then_source(models: list[Node]) -> None:
    """Each kind of source has its own contract of columns."""
    places = {model["fqn"][2] for model in models if _layer(model) == "staging"}
    assert places == {"usage", "gateways", "bills", "reports"}


def test_no_provider_is_named_between_staging_and_marts(models: list[Node]) -> None:
    """What is particular to a provider is decided in staging, in a seed, or in a macro that the provider has."""
    with (_ROOT / "seeds" / "reference" / "platforms.csv").open(newline="", encoding="utf-8") as file:
        named = {row[column] for row in csv.DictReader(file) for column in ("platform", "provider", "meter_grammar")}
    names = "|".join(sorted(re.escape(name) for name in named | {"aws", "gcp", "litellm", "langfuse"} if name))
    pattern = re.compile(rf"'({names})\b", re.IGNORECASE)
    naming = {
        model["name"]
        for model in models
        if _layer(model) in ("intermediate", "marts") and pattern.search(_without_comments(_source(model)))
    }
    assert not naming


def test_only_staging_reads_raw_tables(models: list[Node]) -> None:
    """Other readers of raw tables are on record with the reason."""
    readers = {
        model["name"]
        for model in models
        if _layer(model) != "staging" and any(name.startswith("source.") for name in model["depends_on"]["nodes"])
    }
    assert readers == set(_SOURCE_READERS)


@pytest.mark.parametrize("syntax", _ENGINE_SYNTAX)
def test_no_model_is_written_for_one_engine(models: list[Node], syntax: str) -> None:
    """What engines disagree on is in macros."""
    pattern = re.compile(_ENGINE_SYNTAX[syntax], re.IGNORECASE)
    assert not [model["name"] for model in models if pattern.search(_without_comments(_source(model)))]


def test_no_unit_test_is_written_for_one_engine() -> None:
    """Its rows are read on every engine, and no name of a text type is known to all of them."""
    written = {path.name: path.read_text() for path in (_ROOT / "tests" / "unit").rglob("*.yml")}
    assert written
    assert not [name for name, text in written.items() if re.search(r"cast\([^()]* as (varchar|text|string)\)", text)]


def test_every_unit_test_has_a_name_that_postgres_can_hold(manifest: Node) -> None:
    """dbt makes a relation of that name, and PostgreSQL names have at most 63 characters."""
    assert manifest["unit_tests"]
    assert not [test["name"] for test in manifest["unit_tests"].values() if len(test["name"]) > 63]


def test_no_model_divides(models: list[Node]) -> None:
    """Engines divide decimals differently, or as floats; `integer_quotient` does not."""
    dividing = [model["name"] for model in models if "/" in re.sub(r"'[^'\n]*'", "", _without_comments(_source(model)))]
    assert not dividing


def test_no_float_comes_near_the_books(manifest: Node) -> None:
    """Neither SQL nor seeds know an inexact type."""
    files = [path for folder in ("models", "macros") for path in (_ROOT / folder).rglob("*.sql")]
    assert not [path.name for path in files if _FLOAT.search(_without_comments(path.read_text()))]
    for seed in _seeds(manifest):
        inexact = [kind for kind in seed["config"]["column_types"].values() if _FLOAT.search(kind)]
        assert not inexact, seed["name"]


def test_every_seed_column_is_typed_and_described(manifest: Node) -> None:
    """No type is guessed from the rows that happen to be there."""
    for seed in _seeds(manifest):
        with (_ROOT / seed["original_file_path"]).open(newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert set(seed["config"]["column_types"]) == set(seed["columns"]) == set(header), seed["name"]


def test_one_macro_a_file() -> None:
    """A macro or generic test is in the file of its name, alone with its engine variants."""
    for path in [*(_ROOT / "macros").rglob("*.sql"), *(_ROOT / "tests" / "generic").glob("*.sql")]:
        names = re.findall(r"{%-?\s*(?:macro|test)\s+(\w+)", path.read_text())
        assert {name.rpartition("__")[2] for name in names} == {path.stem}, path.name


def test_every_macro_is_documented_with_its_arguments(manifest: Node) -> None:
    """The YAML of the macros names the arguments that there are, in their order."""
    documented = {
        macro["name"]: [argument["name"] for argument in macro["arguments"]]
        for macro in manifest["macros"].values()
        if macro["package_name"] == "tokenbooks" and macro["description"]
    }
    written = dict(_signatures())
    assert documented == written


def test_docs_blocks_are_used_and_unique(manifest: Node) -> None:
    """A term is defined once, and for a column that exists."""
    defined = {block["name"] for block in manifest["docs"].values() if block["package_name"] == "tokenbooks"}
    files = list((_ROOT / "models").rglob("*.yml"))
    used = {
        (name, column)
        for path in files
        for column, name in re.findall(r"- name: (\w+)\n\s+description: '{{ doc\(\"(\w+)\"\) }}'", path.read_text())
    }
    assert {name for name, _ in used} == defined
    assert not {(name, column) for name, column in used if name != column}


def test_every_exposure_points_at_something_that_exists(manifest: Node, marts: list[Node]) -> None:
    """Whoever changes a mart finds the file that reads it, and what BI reads is every mart."""
    assert manifest["exposures"]
    for exposure in manifest["exposures"].values():
        assert (_ROOT / exposure["url"]).is_file(), exposure["url"]
        assert exposure["owner"]["name"] and exposure["depends_on"]["nodes"], exposure["name"]
    [published] = [each for each in manifest["exposures"].values() if each["name"] == "published_marts"]
    assert set(published["depends_on"]["nodes"]) == {mart["unique_id"] for mart in marts}
    [report] = [each for each in manifest["exposures"].values() if each["name"] == "report"]
    read = set(re.findall(r"marts\.((?:fct|dim|focus)_\w+)", (_ROOT / report["url"]).read_text()))
    assert {node.rpartition(".")[2] for node in report["depends_on"]["nodes"]} == read


def test_selectors_of_the_jobs_exist(manifest: Node) -> None:
    """The jobs of the schedule find what they build."""
    assert set(manifest["selectors"]) == {"data", "hourly_usage", "daily_bills", "month_close"}


def test_usage_meters_are_registered() -> None:
    """What staging counts is in the registry of meters, in the same unit."""
    with (_ROOT / "seeds" / "reference" / "meters.csv").open(newline="", encoding="utf-8") as file:
        registered = {row["meter"]: row["unit"] for row in csv.DictReader(file)}
    macro = (_ROOT / "macros" / "staging" / "usage" / "usage_meters.sql").read_text()
    counted = dict(re.findall(r"'(\w+)': '(\w+)'", macro))
    assert counted.pop("extra_quantity") == "any"
    assert counted.items() <= registered.items()


def _layer(node: Node) -> str:
    folders = Path(node["original_file_path"]).parts
    return folders[1] if folders[0] == "models" else folders[0]


def _wing(node: Node) -> str | None:
    """The wing of an intermediate model; None of any other node."""
    return str(node["fqn"][2]) if _layer(node) == "intermediate" else None


def _parents(model: Node, manifest: Node) -> list[Node]:
    return [manifest["nodes"][name] for name in model["depends_on"]["nodes"] if name in manifest["nodes"]]


def _seeds(manifest: Node) -> list[Node]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]


def _source(model: Node) -> str:
    return (_ROOT / model["original_file_path"]).read_text()


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", re.sub(r"{#.*?#}", "", sql, flags=re.DOTALL))


def _signatures() -> Iterator[tuple[str, list[str]]]:
    """The macros that others call: of each file the one of its name, or the one by which an engine replaces dbt's."""
    for path in (_ROOT / "macros").rglob("*.sql"):
        macros = dict(re.findall(r"{%-?\s*macro\s+(\w+)\(([^)]*)\)", path.read_text()))
        name = path.stem if path.stem in macros else next(iter(macros))
        names = [argument.partition("=")[0].strip() for argument in macros[name].split(",")]
        yield name, [name for name in names if name]
