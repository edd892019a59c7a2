"""The first command of a dbt user."""

from __future__ import annotations

import subprocess

from python_tests.workspace import Workspace
from tokenbooks.transformation.build import ensure_profile
from tokenbooks.transformation.project import PROJECT_DIR, dbt_executable

#: Marts that have rows before anything is loaded.
MARTS_OF_SEEDS = {"dim_meters", "dim_models"}


def dbt_build(workspace: Workspace) -> subprocess.CompletedProcess[str]:
    """Run `dbt build` in the project's folder, as a user would, on the warehouse of a workspace."""
    ensure_profile()
    target = str(workspace.folder / "target")
    return subprocess.run(
        [dbt_executable(), "build"],
        cwd=PROJECT_DIR,
        env={**workspace.environment, "DBT_TARGET_PATH": target, "DBT_LOG_PATH": target},
        capture_output=True,
        text=True,
        check=False,
    )
