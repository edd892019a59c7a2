"""Where things are: every setting comes from the environment and has a default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from orchestration.errors import UserError

Target = Literal["duckdb", "postgres"]
TARGETS: tuple[Target, ...] = ("duckdb", "postgres")


@dataclass(frozen=True)
class PostgresSettings:
    """How to reach the PostgreSQL warehouse; the same variables as in `profiles.yml.example`."""

    host: str = "127.0.0.1"
    port: int = 5432
    user: str = "tokenbooks"
    password: str = field(default="", repr=False)
    database: str = "tokenbooks"


@dataclass(frozen=True)
class Settings:
    """All settings of one run.

    Relative paths are relative to the working directory, as they are for dbt.
    """

    landing: str = "landing"
    target: Target = "duckdb"
    duckdb_path: Path = Path("tokenbooks.duckdb")
    postgres: PostgresSettings = PostgresSettings()
    state_dir: Path = Path(".dlt_pipelines")
    published_dir: Path = Path("published")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings.

        Raises:
            UserError: a variable holds a value that cannot be used.
        """
        target = environment.get("TOKENBOOKS_TARGET", "duckdb")
        if target not in TARGETS:
            raise UserError(f"TOKENBOOKS_TARGET is {target!r}; it must be one of: {', '.join(TARGETS)}")
        port = environment.get("TOKENBOOKS_PG_PORT", "5432")
        if not port.isdecimal():
            raise UserError(f"TOKENBOOKS_PG_PORT is {port!r}; it must be a port number")
        return cls(
            landing=environment.get("TOKENBOOKS_LANDING", "landing"),
            target=cast(Target, target),
            duckdb_path=Path(environment.get("TOKENBOOKS_DUCKDB", "tokenbooks.duckdb")),
            postgres=PostgresSettings(
                host=environment.get("TOKENBOOKS_PG_HOST", "127.0.0.1"),
                port=int(port),
                user=environment.get("TOKENBOOKS_PG_USER", "tokenbooks"),
                password=environment.get("TOKENBOOKS_PG_PASSWORD", ""),
                database=environment.get("TOKENBOOKS_PG_DATABASE", "tokenbooks"),
            ),
            state_dir=Path(environment.get("TOKENBOOKS_STATE", ".dlt_pipelines")),
            published_dir=Path(environment.get("TOKENBOOKS_PUBLISHED", "published")),
        )
