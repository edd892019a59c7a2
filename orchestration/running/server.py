"""Dagster's web server and its daemon, which runs the schedules."""

from __future__ import annotations

import os
import sys

from orchestration.running.home import prepare_home
from tokenbooks.transformation.project import PROJECT_DIR, profiles_dir


def serve(host: str, port: int) -> None:
    """Replace this process by `dagster dev` for this project.

    Args:
        host: address to listen on.
        port: port to listen on.

    Raises:
        UserError: `profiles.yml` is missing.
    """
    profiles_dir()
    prepare_home()
    os.chdir(PROJECT_DIR)
    # Dagster recommends another command, which needs another package.
    quiet = ["-W", "ignore:Function `dev_command`"]
    os.execv(sys.executable, [sys.executable, *quiet, "-m", "dagster", "dev", "--host", host, "--port", str(port)])
