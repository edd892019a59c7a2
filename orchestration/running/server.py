"""Dagster's web page and its daemon, which runs the schedules."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from orchestration.errors import UserError
from orchestration.running.home import prepare_home
from orchestration.transformation.project import PROJECT_DIR, profiles_dir


def serve(host: str, port: int) -> None:
    """Become `dagster dev` for this project.

    Raises:
        UserError: Dagster or `profiles.yml` is missing.
    """
    command = shutil.which("dagster", path=str(Path(sys.executable).parent))
    if command is None:
        raise UserError("Dagster is not installed beside this Python; install the project's requirements")
    profiles_dir()
    prepare_home()
    os.chdir(PROJECT_DIR)
    os.execv(command, [command, "dev", "--host", host, "--port", str(port)])
