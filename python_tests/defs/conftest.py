"""The Dagster definitions, loaded once for all tests, because dbt needs some seconds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tokenbooks.transformation.project import PROJECT_DIR

if TYPE_CHECKING:
    from dagster import Definitions

Environment = dict[str, str]


@pytest.fixture(scope="session")
def project_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """An environment like that of a fresh clone: no dbt artifacts, no Dagster home, no settings of the user."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(PROJECT_DIR / "profiles.yml.example", folder / "profiles.yml")
    (folder / "home").mkdir()
    shutil.copy(PROJECT_DIR / "orchestration" / "dagster.yaml", folder / "home")
    chosen = {
        "DBT_PROFILES_DIR": str(folder),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DAGSTER_HOME": str(folder / "home"),
        "TOKENBOOKS_DUCKDB": str(folder / "warehouse.duckdb"),
        "TOKENBOOKS_PUBLISHED": str(folder / "published"),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("DBT_", "DAGSTER_", "TOKENBOOKS_")) or name.endswith("_ADMIN_KEY"):
                patch.delenv(name)
        for name, value in chosen.items():
            patch.setenv(name, value)
        yield chosen


@pytest.fixture(scope="session")
def definitions(project_environment: Environment) -> Definitions:
    """The definitions that Dagster loads."""
    from orchestration.definitions import defs

    return defs


@pytest.fixture(scope="session")
def manifest(definitions: Definitions) -> dict[str, Any]:
    """The dbt manifest behind the definitions."""
    from tokenbooks.settings import Settings
    from tokenbooks.transformation.project import load_manifest

    return load_manifest(Settings.from_environment())
