"""DAGSTER_HOME: the folder in which Dagster keeps the history of runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path

from tokenbooks.transformation.project import PROJECT_DIR

_TEMPLATE = Path(__file__).parents[1] / "dagster.yaml"


def prepare_home(environment: MutableMapping[str, str] = os.environ, project_dir: Path = PROJECT_DIR) -> Path:
    """Set up `.dagster/` in the project with our settings, or use the home that the user has chosen.

    Call this before Dagster is imported. Otherwise Dagster would write to the user's home folder and send telemetry.
    """
    # Telemetry is also off for a home that the user has chosen, whose settings stay unchanged.
    environment["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    if "DAGSTER_HOME" in environment:
        return Path(environment["DAGSTER_HOME"])
    home = project_dir / ".dagster"
    home.mkdir(exist_ok=True)
    shutil.copy(_TEMPLATE, home / "dagster.yaml")
    environment["DAGSTER_HOME"] = str(home)
    return home
