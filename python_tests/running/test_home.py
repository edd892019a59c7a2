"""DAGSTER_HOME stays in the project and reports to nobody."""

from __future__ import annotations

from pathlib import Path

import yaml

from orchestration.running.home import prepare_home


def test_the_home_is_in_the_project(tmp_path: Path) -> None:
    """With our settings, also after they changed."""
    environment: dict[str, str] = {}
    for _ in range(2):
        environment.pop("DAGSTER_HOME", None)
        assert prepare_home(environment, tmp_path) == tmp_path / ".dagster"
    assert environment == {"DAGSTER_HOME": str(tmp_path / ".dagster"), "DAGSTER_DISABLE_TELEMETRY": "yes"}
    settings = yaml.safe_load((tmp_path / ".dagster" / "dagster.yaml").read_text())
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}


def test_a_home_of_the_users_own_is_left_alone(tmp_path: Path) -> None:
    """But telemetry is off there, too."""
    environment = {"DAGSTER_HOME": str(tmp_path / "mine")}
    assert prepare_home(environment, tmp_path) == tmp_path / "mine"
    assert environment["DAGSTER_DISABLE_TELEMETRY"] == "yes"
    assert list(tmp_path.iterdir()) == []
