"""DAGSTER_HOME is in the project, and Dagster sends no telemetry."""

from __future__ import annotations

from pathlib import Path

import yaml

from orchestration.running.home import prepare_home


def test_the_home_is_in_the_project(tmp_path: Path) -> None:
    """With our current settings, even after they changed."""
    environment: dict[str, str] = {}
    for _ in range(2):
        environment.pop("DAGSTER_HOME", None)
        assert prepare_home(environment, tmp_path) == tmp_path / ".dagster"
    assert environment == {"DAGSTER_HOME": str(tmp_path / ".dagster"), "DAGSTER_DISABLE_TELEMETRY": "yes"}
    settings = yaml.safe_load((tmp_path / ".dagster" / "dagster.yaml").read_text())
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}


def test_a_home_of_the_user_is_not_changed(tmp_path: Path) -> None:
    """Only telemetry is switched off there too."""
    environment = {"DAGSTER_HOME": str(tmp_path / "mine")}
    assert prepare_home(environment, tmp_path) == tmp_path / "mine"
    assert environment["DAGSTER_DISABLE_TELEMETRY"] == "yes"
    assert list(tmp_path.iterdir()) == []
