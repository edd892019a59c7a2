"""DAGSTER_HOME: where Dagster keeps the history of runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path

from tokenbooks.transformation.project import PROJECT_DIR

_TEMPLATE = Path(__file__).parents[1] / "dagster.yaml"


def prepare_home(environment: MutableMapping[str, str] = os.environ, project_dir: Path = PROJECT_DIR) -> Path:
    """Set up `.dagster/` in the project with our settings, or keep the home that the user has chosen.

    It has to happen before Dagster is imported: without a home of ours Dagster would write to the user's home folder
    and report to its makers.
    """
    # Also of a home of the user's own, whose settings we leave alone.
    environment["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    if "DAGSTER_HOME" in environment:
        return Path(environment["DAGSTER_HOME"])
    home = project_dir / ".dagster"
    home.mkdir(exist_ok=True)
    shutil.copy(_TEMPLATE, home / "dagster.yaml")
    environment["DAGSTER_HOME"] = str(home)
    return home
