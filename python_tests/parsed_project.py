"""The dbt project, parsed once for all tests of an engine and kept for the next test run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from python_tests.programs import Exclusive
from tokenbooks.transformation.project import PROJECT_DIR, dbt_executable, fingerprint

_INPUTS = ("dbt_project.yml", "selectors.yml", "profiles.yml.example", "models", "macros", "seeds", "tests")
_OURS = PROJECT_DIR / "target" / "tests"


def parsed_project(target: str, project: Path = PROJECT_DIR) -> Path:
    """The folder with `partial_parse.msgpack` and `manifest.json` of a project, parsed for an engine.

    A warning of dbt is an error. What dbt records about the warehouse is that of the default settings.
    """
    folder = (_OURS if project == PROJECT_DIR else project.parent / "parsed") / target
    with Exclusive(folder / ".lock"):
        state = fingerprint([project / name for name in _INPUTS])
        mark = folder / "inputs.sha256"
        if not mark.is_file() or mark.read_text() != state:
            mark.unlink(missing_ok=True)
            _parse(target, project, folder)
            mark.write_text(state)
    return folder


def _parse(target: str, project: Path, folder: Path) -> None:
    shutil.copy(project / "profiles.yml.example", folder / "profiles.yml")
    places = {"project-dir": project, "profiles-dir": folder, "target-path": folder, "log-path": folder}
    options = [part for name, path in places.items() for part in (f"--{name}", str(path))]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "TOKENBOOKS_"))}
    done = subprocess.run(
        [dbt_executable(), "--quiet", "--no-use-colors", "--warn-error", "parse", *options],
        env={**kept, "TOKENBOOKS_TARGET": target, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
