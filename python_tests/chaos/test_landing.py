"""A read-only landing zone is enough for a load. A load reports an unreadable landing zone and loses nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from python_tests.loading.samples import azure_export, costs_page, envelopes
from python_tests.workspace import Workspace
from tokenbooks.loading.load import load_sources
from tokenbooks.settings import Settings
from tokenbooks.transformation.project import PROJECT_DIR

#: Runs a command as an unprivileged user, even if the tests run as root.
_UNPRIVILEGED = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
_MOUNTING = ["unshare", "--user", "--map-root-user", "--mount"]


def _works(command: list[str]) -> bool:
    return bool(shutil.which(command[0])) and not subprocess.run([*command, "true"], capture_output=True).returncode


def _land(workspace: Workspace) -> None:
    workspace.land("usage/2026-03-01.jsonl", envelopes(3))
    workspace.land("openai_costs/org/2026-04-01.json", costs_page("1.5"))
    workspace.land("azure_cost/sub/20260401.csv", azure_export())


def _load(workspace: Workspace, prefix: list[str]) -> subprocess.CompletedProcess[str]:
    command = [*prefix, sys.executable, "-m", "orchestration", "load", "--no-checks"]
    return subprocess.run(command, cwd=PROJECT_DIR, env=workspace.environment, capture_output=True, text=True)


@pytest.mark.skipif(not _works(_MOUNTING), reason="needs user namespaces")
def test_a_read_only_landing_loads(workspace: Workspace) -> None:
    """It is mounted read-only, so that even root cannot write there."""
    _land(workspace)
    mount = f"mount --bind {workspace.landing} {workspace.landing} && mount -o remount,ro,bind {workspace.landing}"
    proof = f'! touch {workspace.landing}/x 2>/dev/null && exec "$@"'
    done = _load(workspace, [*_MOUNTING, "sh", "-c", f"{mount} && {proof}", "sh"])
    assert done.returncode == 0, done.stderr
    assert workspace.query("select sum(records) from raw.deliveries") == [(5,)]


@pytest.mark.skipif(bool(_UNPRIVILEGED) and not _works(_UNPRIVILEGED), reason="needs user namespaces")
@pytest.mark.parametrize("place", ["", "usage", "usage/2026-03-01.jsonl"])
def test_a_landing_that_becomes_unreadable(workspace: Workspace, place: str) -> None:
    """An unreadable root, folder or file is named in one line with exit code 1, and is loaded once it is readable."""
    _land(workspace)
    unreadable: Path = workspace.landing / place
    unreadable.chmod(0o000)
    try:
        done = _load(workspace, _UNPRIVILEGED)
    finally:
        unreadable.chmod(0o755)
    assert "Traceback" not in done.stderr, done.stderr
    [line] = done.stderr.strip().splitlines()
    assert "permission denied" in line.lower()
    assert done.returncode == (1 if place else 3)
    settings = Settings.from_environment(workspace.environment)
    assert not load_sources([], settings).unreadable
    assert workspace.query("select sum(records) from raw.deliveries") == [(5,)]
    assert workspace.query("select count(*) from raw.rejected_records") == [(0,)]


@pytest.mark.parametrize("place", ["", "usage"])
def test_loaded_data_stays_when_the_landing_zone_vanishes(workspace: Workspace, place: str) -> None:
    """Loaded data stays after the files are archived or their disk is gone."""
    _land(workspace)
    workspace.load()
    shutil.rmtree(workspace.landing / place)
    workspace.load(code=0 if place else 3)
    assert workspace.query("select sum(records) from raw.deliveries") == [(5,)]
