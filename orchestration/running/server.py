"""Dagster's web page and its daemon, which runs the schedules."""

from __future__ import annotations

import os
import sys

from orchestration.running.home import prepare_home
from tokenbooks.transformation.project import PROJECT_DIR, profiles_dir


def serve(host: str, port: int) -> None:
    """Become `dagster dev` for this project.

    Raises:
        UserError: `profiles.yml` is missing.
    """
    profiles_dir()
    prepare_home()
    os.chdir(PROJECT_DIR)
    # Dagster recommends another command of its own, which is a package more.
    quiet = ["-W", "ignore:Function `dev_command`"]
    os.execv(sys.executable, [sys.executable, *quiet, "-m", "dagster", "dev", "--host", host, "--port", str(port)])
