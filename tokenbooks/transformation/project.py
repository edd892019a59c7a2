"""The dbt project: its folder, the environment that dbt runs in, and its manifest, parsed again after a change."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tokenbooks.errors import UserError
from tokenbooks.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[2]
#: The step that runs dbt. The names of its artifact folders begin with this.
BUILD = "dbt_build"
_INPUTS = ("dbt_project.yml", "selectors.yml", "models", "macros", "seeds", "tests")
_PARTIAL_PARSE = "partial_parse.msgpack"
_MANIFEST = "manifest.json"
_FINGERPRINT = "inputs.sha256"


def dbt_executable() -> str:
    """The dbt beside the running Python, even if its environment is not activated."""
    return shutil.which("dbt", path=str(Path(sys.executable).parent)) or "dbt"


def profiles_dir(environment: Mapping[str, str] = os.environ, project_dir: Path = PROJECT_DIR) -> Path:
    """The folder of `profiles.yml`: DBT_PROFILES_DIR, else the project.

    Raises:
        UserError: the folder has no `profiles.yml`.
    """
    folder = Path(environment.get("DBT_PROFILES_DIR", project_dir)).absolute()
    if not (folder / "profiles.yml").is_file():
        raise UserError(f"{folder} has no profiles.yml; copy profiles.yml.example there under that name")
    return folder


def artifacts_dir(
    settings: Settings, environment: Mapping[str, str] = os.environ, project_dir: Path = PROJECT_DIR
) -> Path:
    """The folder of dbt's artifacts under Dagster. Each target has its own, and dbt on the command line uses another.

    A manifest names the adapter and the tables of its target, so targets must not share one.
    """
    return project_dir / environment.get("DBT_TARGET_PATH", "target") / "dagster" / settings.target


def dbt_environment(settings: Settings, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment variables that dbt needs when Dagster starts it.

    Paths are absolute, because dbt runs in the project's folder or in a copy of it, and not where the load ran. A test
    on several models runs if all of them are built, as in `selectors.yml`.
    """
    return {
        "DBT_INDIRECT_SELECTION": environment.get("DBT_INDIRECT_SELECTION", "buildable"),
        "DBT_PROFILES_DIR": str(profiles_dir(environment)),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_TARGET_PATH": str(artifacts_dir(settings, environment)),
        "TOKENBOOKS_DUCKDB": str(settings.duckdb_path.absolute()),
    }


def load_manifest(settings: Settings) -> dict[str, Any]:
    """The manifest of the project's current files. They are parsed only after a change, because that takes seconds.

    Raises:
        UserError: dbt cannot parse the project.
    """
    folder = artifacts_dir(settings)
    inputs = [*(PROJECT_DIR / name for name in _INPUTS), profiles_dir() / "profiles.yml"]
    if not is_current(folder, inputs):
        _parse(folder, settings, inputs)
    manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
    return manifest


def is_current(folder: Path, inputs: list[Path]) -> bool:
    """Whether the manifest in a folder was made from the current inputs.

    The check compares the state of the files, and not their times with that of the manifest. After the clock is set
    back, every later change would look old.
    """
    mark = folder / _FINGERPRINT
    return (folder / _MANIFEST).is_file() and mark.is_file() and mark.read_text() == fingerprint(inputs)


def fingerprint(inputs: list[Path]) -> str:
    """A hash of the state of files and folders: their names, sizes and modification times."""
    digest = hashlib.sha256()
    for path in inputs:
        for state in sorted(_states(path)):
            digest.update(f"{state}\n".encode())
    return digest.hexdigest()


def remove_old_runs(folder: Path, keep: int = 10) -> None:
    """Remove the artifacts of all but the newest builds. Hourly builds would fill half a gigabyte per day."""
    runs = sorted(folder.glob(f"{BUILD}-*"), key=lambda run: run.stat().st_mtime_ns, reverse=True)
    for run in runs[keep:]:
        shutil.rmtree(run, ignore_errors=True)


def _states(path: Path) -> Iterator[tuple[str, int, int]]:
    for each in (path, *path.rglob("*")):
        try:
            status = each.stat()
        except FileNotFoundError:  # an editor is replacing it; the time of its folder shows the change
            continue
        yield str(each), status.st_mtime_ns, status.st_size


def _parse(folder: Path, settings: Settings, inputs: list[Path]) -> None:
    """Parse into a scratch folder first, so that another process never reads half a manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    state = fingerprint(inputs)  # taken before, so that a file that is saved while dbt parses counts as changed
    with tempfile.TemporaryDirectory(prefix="parse-", dir=folder) as name:
        scratch = Path(name)
        if (folder / _PARTIAL_PARSE).is_file():
            shutil.copy(folder / _PARTIAL_PARSE, scratch)
        done = subprocess.run(
            [dbt_executable(), "--quiet", "--no-use-colors", "parse", "--project-dir", str(PROJECT_DIR)],
            cwd=PROJECT_DIR,
            env={
                **os.environ,
                **dbt_environment(settings),
                "DBT_TARGET_PATH": str(scratch),
                "DBT_LOG_PATH": str(scratch),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = " ".join(done.stdout.split())
            raise UserError(f"dbt cannot parse the project: {reason}; fix that and run the command again")
        (scratch / _FINGERPRINT).write_text(state)
        for artifact in (_PARTIAL_PARSE, _MANIFEST, _FINGERPRINT):
            (scratch / artifact).replace(folder / artifact)
