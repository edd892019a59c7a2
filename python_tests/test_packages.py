"""The direction of imports: the orchestration uses the tools and the library, and never the other way round."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
#: The packages of this project that each package may import.
_MAY_IMPORT = {
    "tokenbooks": {"tokenbooks"},
    "tools": {"tools", "tokenbooks"},
    "orchestration": {"orchestration", "tools", "tokenbooks"},
}


def _imports(package: str) -> dict[str, set[str]]:
    """The modules of this project that each module of a package imports, including imports inside functions."""
    found: dict[str, set[str]] = {}
    for path in sorted((_ROOT / package).rglob("*.py")):
        parts = path.relative_to(_ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        imported: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
        found[name] = {each for each in imported if each.split(".")[0] in {*_MAY_IMPORT, "python_tests"}}
    return found


@pytest.mark.parametrize("package", _MAY_IMPORT)
def test_a_package_imports_only_lower_packages(package: str) -> None:
    """Only tests import tests, and the library imports neither the tools nor the orchestration."""
    imports = _imports(package)
    assert imports
    wrong = {
        f"{module} imports {each}"
        for module, imported in imports.items()
        for each in imported
        if each.split(".")[0] not in _MAY_IMPORT[package]
    }
    assert not wrong


def test_no_import_circle() -> None:
    """The modules can be sorted so that each comes after the modules that it imports."""
    imports = {name: found for package in _MAY_IMPORT for name, found in _imports(package).items()}
    left = {name: {each for each in found if each in imports and each != name} for name, found in imports.items()}
    # The `__init__` of a package that only groups modules imports nothing, so importing a module imports nothing else.
    while leaves := {name for name, found in left.items() if not found}:
        left = {name: found - leaves for name, found in left.items() if name not in leaves}
    assert not left
