"""What the pages name is there: models, macros, seeds, files and folders, the doors of the wings, the tables of Azure.

CHANGELOG.md and DECISIONS.md speak of the past as well, so they may name what is gone.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import jinja2
import pytest

from python_tests.test_manifest_rules import DOORS, WINGS
from tools import azure_page

_ROOT = Path(__file__).parents[1]
_PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (_ROOT / "docs").glob("*.md")))
_FOLDERS = ("models", "macros", "seeds", "tests", "tokenbooks", "orchestration", "tools", "python_tests", "docs", ".ci")
_MODELS = {path.stem: path for path in (_ROOT / "models").rglob("*.sql")}
_MACROS = {path.stem: path for path in (_ROOT / "macros").rglob("*.sql")}
_MAP = (_ROOT / "docs" / "map.md").read_text()

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")
_MODEL = re.compile(r"((?:stg|base|int|fct|dim)_\w+|focus_cost_and_usage)(?:\.\w+)?")
_PATH = re.compile(r"[\w.-]+/[\w./-]*")
_FILE = re.compile(r"[\w-]+\.(?:py|sql|csv|yml|toml|md)")
_CALL = re.compile(r"([a-z_]+)\((?:…|\.\.\.)?\)")
#: The provider that CONTRIBUTING.md adds as an example; `python_tests/test_contributing.py` makes its files.
_INVENTED = "acme"
#: Made from its example, and not in the repository.
_MADE = {"profiles.yml"}
#: What dbt itself can call.
_OF_DBT = {"config", "ref", "source", "var"}


def _named(page: str) -> list[str]:
    """What is in backticks in the text of a page, outside its blocks of code."""
    return _CODE.findall(_FENCED.sub("", (_ROOT / page).read_text()))


def _rows(page: str) -> list[list[str]]:
    """The cells of all rows of all tables of a page."""
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("page", _PAGES)
def test_named_models_exist(page: str) -> None:
    """A name with the prefix of a model is a model."""
    named = {match.group(1) for name in _named(page) if (match := _MODEL.fullmatch(name))}
    assert not {name for name in named if name not in _MODELS and _INVENTED not in name}


@pytest.mark.parametrize("page", _PAGES)
def test_queried_marts_exist(page: str) -> None:
    """A mart in a query of a page is a mart."""
    queried = set(re.findall(r"\bmarts\.(\w+)", (_ROOT / page).read_text()))
    assert not {name for name in queried if name not in _MODELS or "marts" not in _MODELS[name].parts}


@pytest.mark.parametrize("page", _PAGES)
def test_named_macros_exist(page: str) -> None:
    """What is called a macro, or written as a call, is a macro."""
    text = _FENCED.sub("", (_ROOT / page).read_text())
    named = set(re.findall(r"\bmacros?\s+`(\w+)`", text))
    named |= {match.group(1) for name in _named(page) if (match := _CALL.fullmatch(name))}
    assert not named - set(_MACROS) - _OF_DBT


@pytest.mark.parametrize("page", _PAGES)
def test_named_paths_exist(page: str) -> None:
    """A path that begins with a folder of the repository leads to something; placeholders and globs are left out."""
    paths = {name for name in _named(page) if _PATH.fullmatch(name) and name.split("/")[0] in _FOLDERS}
    assert not {path for path in paths if not (_ROOT / path).exists() and _INVENTED not in path}


@pytest.mark.parametrize("page", _PAGES)
def test_named_files_exist(page: str) -> None:
    """The name of a file without its folder is that of a file somewhere in the repository."""
    files = {path.name for folder in _FOLDERS for path in (_ROOT / folder).rglob("*") if path.is_file()}
    files |= {path.name for path in _ROOT.iterdir() if path.is_file()} | _MADE
    named = {name for name in _named(page) if _FILE.fullmatch(name)}
    assert not {name for name in named - files if _INVENTED not in name}


@pytest.mark.parametrize("page", _PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """A link into the repository leads to a file, and one into a page to a heading of it."""
    text = (_ROOT / page).read_text()
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    broken = {link for link in links if not link.startswith("#") and not _leads(page, link)}
    assert not broken | {link for link in links if link.startswith("#") and link[1:] not in headings}


def _leads(page: str, link: str) -> bool:
    return ((_ROOT / page).parent / link.split("#")[0]).exists()


def test_the_map_names_every_wing() -> None:
    """Each folder of the intermediate layer is on the map, and the wings come in their order."""
    folders = [path for path in (_ROOT / "models" / "intermediate").rglob("*") if path.is_dir()]
    named = [f"`{path.relative_to(_ROOT).as_posix()}/`" for path in folders]
    assert named
    assert not [name for name in named if name not in _MAP]
    places = [_MAP.index(f"| `models/intermediate/{wing}/` |") for wing in WINGS]
    assert places == sorted(places)


def test_the_map_names_every_door_and_who_reads_it() -> None:
    """The table of doors is what the SQL reads from another wing, or from a mart."""
    listed = {(row[0], row[1].strip("`")): row[2] for row in _rows(_MAP) if len(row) == 3 and row[0] in WINGS}
    assert {(wing, door) for wing, doors in DOORS.items() for door in doors} == set(listed)
    wrong = {door: (_readers(wing, door), readers) for (wing, door), readers in listed.items()}
    assert not {door: pair for door, pair in wrong.items() if pair[0] != set(pair[1].split(", "))}


def _readers(wing: str, door: str) -> set[str]:
    """The wings and folders of marts whose SQL names a door, itself or in a macro that it calls."""
    naming = [name for name, path in _MACROS.items() if f"'{door}'" in path.read_text()]
    readers = set()
    for path in _MODELS.values():
        layer, folder = path.relative_to(_ROOT / "models").parts[:2]
        text = path.read_text()
        if (layer, folder) != ("intermediate", wing) and (
            f"'{door}'" in text or any(re.search(rf"\b{name}\(", text) for name in naming)
        ):
            readers.add(folder if layer == "intermediate" else f"{layer}/{folder}")
    return readers


def test_the_way_of_a_number_is_the_way_of_the_models() -> None:
    """Each step on the map is a model in its folder, and has the column that the step names."""
    steps = [row for row in _rows(_MAP) if len(row) == 5 and row[1].startswith(("staging", "intermediate", "marts"))]
    assert len(steps) > 30
    for _, folder, model, column, _ in steps:
        path = _ROOT / "models" / folder / f"{model.strip('`')}.sql"
        assert path.exists(), path
        assert _has_column(path, column.split("`")[1]), f"{model} has no {column}"


def _has_column(model: Path, column: str) -> bool:
    """Whether a model writes a column: by name, or with Jinja over the meters and over the counts of OpenAI.

    The split by modality is a macro, because two models write it. Others check it and pass it on.
    """
    written = model.read_text() + model.with_suffix(".yml").read_text()
    if "openai_usage_modalities(" in written or "openai_usage_findings(" in written:
        written += _MACROS["openai_usage_modalities"].read_text()
    if re.search(rf"\b{column}\b", written):
        return True
    meter, count = column.removesuffix("_unit_price").removesuffix("_cost"), column.removeprefix("raw_")
    return f"'{meter}'" in _MACROS["usage_meters"].read_text() or count in _read_fields()["counts"]


def test_the_azure_page_is_what_the_seeds_say() -> None:
    """The tables of docs/azure.md are printed from the seeds of today."""
    page = azure_page.PAGE.read_text()
    assert azure_page.with_tables(page) == page, "run `.venv/bin/python -m tools.azure_page`"


def test_the_check_of_the_azure_page_says_that_it_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` changes nothing and exits with 1 and one line; without it the page is written."""
    page = tmp_path / "azure.md"
    page.write_text(f"before\n{azure_page.BEGIN}\nold\n{azure_page.END}\nafter\n")
    monkeypatch.setattr(azure_page, "PAGE", page)
    monkeypatch.setattr("sys.argv", ["azure_page", "--check"])
    assert azure_page.main() == 1
    assert capsys.readouterr().out.count("\n") == 1
    assert "\nold\n" in page.read_text()
    monkeypatch.setattr("sys.argv", ["azure_page"])
    assert azure_page.main() == 0
    assert page.read_text().startswith("before\n") and page.read_text().endswith("\nafter\n")
    monkeypatch.setattr("sys.argv", ["azure_page", "--check"])
    assert azure_page.main() == 0


def test_a_page_without_the_marks_is_refused() -> None:
    """The program says which line it misses."""
    with pytest.raises(SystemExit, match="must appear once"):
        azure_page.with_tables("a page\n")


def test_the_fields_of_the_azure_page_are_those_that_staging_reads() -> None:
    """Each field of the page is read, each count that is read is on the page, and each meter of the model is fed."""
    read = _read_fields()
    listed = {field.path for api in azure_page.APIS for field in api.fields}
    paths = {name: set(places) for name, places in {**read["counts"], **read["durations"]}.items()}
    information = set(read["information"])
    known = set().union(*paths.values())
    assert not {path for path in listed if path not in known and path.split(".")[-1] not in information}
    assert not {name for name, places in paths.items() if not places & listed}

    model = _MODELS["stg_openai__usage_events"].read_text()
    fed = {field.meter for api in azure_page.APIS for field in api.fields} - {None}
    assert not {meter for meter in fed if f"'{meter}'" not in model}
    block = re.search(r"set meters = \{(.*?)\} -%\}", model, re.DOTALL)
    assert block
    assert set(re.findall(r"^\s+'(\w+)':", block.group(1), re.MULTILINE)) - {"extra_quantity"} <= fed
    with (_ROOT / "seeds" / "reference" / "meters.csv").open(newline="") as file:
        assert fed <= {row["meter"] for row in csv.DictReader(file)}


def _read_fields() -> dict[str, Any]:
    """What the field macro of OpenAI's usage objects returns, evaluated without dbt."""
    returned: list[dict[str, Any]] = []
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals["return"] = lambda value: returned.append(value) or ""
    environment.globals["nested_paths"] = lambda parents, leaf, others=(): [
        *(f"{parent}.{leaf}" for parent in parents),
        *others,
    ]
    environment.from_string(_MACROS["openai_usage_fields"].read_text() + "{{ openai_usage_fields() }}").render()
    return returned[0]
