"""The project's folders, its environment, and the age of its manifest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tokenbooks.errors import UserError
from tokenbooks.settings import Settings
from tokenbooks.transformation.project import (
    artifacts_dir,
    dbt_environment,
    fingerprint,
    is_current,
    profiles_dir,
    remove_old_runs,
)


def _date(path: Path, seconds: int) -> Path:
    os.utime(path, (seconds, seconds))
    return path


def test_a_manifest_is_current_until_a_file_changes(tmp_path: Path) -> None:
    """Changed, added or removed, even if the clock was set back."""
    models, artifacts = tmp_path / "models", tmp_path / "artifacts"
    models.mkdir()
    artifacts.mkdir()
    inputs = [models, tmp_path / "selectors.yml"]
    model = models / "a.sql"
    model.touch()
    _date(model, 200)
    assert not is_current(artifacts, inputs)
    (artifacts / "manifest.json").touch()
    assert not is_current(artifacts, inputs)

    def parse() -> None:
        (artifacts / "inputs.sha256").write_text(fingerprint(inputs))

    parse()
    assert is_current(artifacts, inputs)
    _date(model, 100)
    assert not is_current(artifacts, inputs)
    parse()
    (models / "b.sql").touch()
    assert not is_current(artifacts, inputs)
    parse()
    model.unlink()
    assert not is_current(artifacts, inputs)


def test_paths_do_not_depend_on_where_dbt_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths are relative to the folder in which the load runs."""
    (tmp_path / "profiles.yml").touch()
    monkeypatch.chdir(tmp_path)
    variables = dbt_environment(Settings(duckdb_path=Path("a.duckdb")), {"DBT_PROFILES_DIR": "."})
    assert variables["TOKENBOOKS_DUCKDB"] == str(tmp_path / "a.duckdb")
    assert Path(variables["DBT_PROFILES_DIR"]) == tmp_path
    assert Path(variables["DBT_TARGET_PATH"]).is_absolute()
    assert variables["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert variables["DBT_INDIRECT_SELECTION"] == "buildable"


def test_targets_do_not_share_artifacts() -> None:
    """A manifest names the tables of one target."""
    duckdb = artifacts_dir(Settings(), {}, Path("/project"))
    assert duckdb == Path("/project/target/dagster/duckdb")
    assert artifacts_dir(Settings(target="postgres"), {}, Path("/project")) != duckdb
    assert artifacts_dir(Settings(), {"DBT_TARGET_PATH": "/elsewhere"}, Path("/project")).is_relative_to("/elsewhere")


def test_a_missing_profile_is_reported(tmp_path: Path) -> None:
    """The message states what to do."""
    with pytest.raises(UserError, match=r"has no profiles\.yml; copy profiles\.yml\.example"):
        profiles_dir({}, tmp_path)


def test_artifacts_of_old_builds_are_removed(tmp_path: Path) -> None:
    """The newest stay, and so do all other files."""
    for number in range(4):
        (tmp_path / f"dbt_build-{number}").mkdir()
        _date(tmp_path / f"dbt_build-{number}", 100 + number)
    (tmp_path / "manifest.json").touch()
    remove_old_runs(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dbt_build-2", "dbt_build-3", "manifest.json"]
