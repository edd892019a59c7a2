"""The command `tokenbooks` that `make setup` installs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_BIN = Path(sys.executable).parent
_VERSION = tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]["version"]


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("command", [(str(_BIN / "tokenbooks"),), (sys.executable, "-m", "orchestration")])
def test_it_runs_from_any_folder_under_its_own_name(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Help and errors show the name `tokenbooks`, however it was started."""
    help_text = _run(tmp_path, *command, "--help")
    assert help_text.returncode == 0
    assert "Usage: tokenbooks [OPTIONS] COMMAND" in help_text.stdout
    assert _run(tmp_path, *command, "--version").stdout == f"tokenbooks {_VERSION}\n"
    wrong = _run(tmp_path, *command, "lode")
    assert wrong.returncode == 2
    assert "Usage: tokenbooks" in wrong.stderr and "lode" in wrong.stderr


def test_dbt_finds_the_plugin_from_any_folder(tmp_path: Path) -> None:
    """dbt lists the modules in the folders on Python's path, so it does not find modules behind an import hook."""
    code = "import pkgutil; print(*(module.name for module in pkgutil.iter_modules()), sep='\\n')"
    assert "dbt_tokenbooks" in _run(tmp_path, sys.executable, "-c", code).stdout.splitlines()
