"""The settings. Each one comes from an environment variable and has a default."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from tokenbooks.errors import UserError

Target = Literal["duckdb", "postgres", "spark"]
TARGETS: tuple[Target, ...] = ("duckdb", "postgres", "spark")


@dataclass(frozen=True)
class PostgresSettings:
    """How to reach the PostgreSQL warehouse; the same variables as in `profiles.yml.example`."""

    host: str = "127.0.0.1"
    port: int = 5432
    user: str = "tokenbooks"
    password: str = field(default="", repr=False)
    database: str = "tokenbooks"


@dataclass(frozen=True)
class SparkSettings:
    """How to reach the Spark warehouse; the same variables as in `profiles.yml.example`.

    Attributes:
        raw: folder or fsspec URL of the raw tables. The executors must reach it under the same name.
    """

    host: str = "127.0.0.1"
    port: int = 10000
    user: str = "tokenbooks"
    raw: str = ""


@dataclass(frozen=True)
class ProviderSettings:
    """How to reach a provider's API.

    Attributes:
        url: URL of the API, without the path of an endpoint.
        account: name of the billing account. It is the second folder of the files that are pulled.
        key: an admin key of the organization; empty if it is not set.
    """

    url: str
    account: str = "default"
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class PullSettings:
    """How to pull: the providers, and how long to keep trying.

    Attributes:
        openai: how to reach OpenAI.
        anthropic: how to reach Anthropic.
        attempts: how many times a page is requested before the pull fails.
        backoff_seconds: seconds to wait after the first failure. The wait doubles with each further failure.
        timeout_seconds: seconds to wait for an answer.
    """

    openai: ProviderSettings = ProviderSettings("https://api.openai.com")
    anthropic: ProviderSettings = ProviderSettings("https://api.anthropic.com")
    attempts: int = 6
    backoff_seconds: float = 1
    timeout_seconds: float = 60


@dataclass(frozen=True)
class Settings:
    """All settings of one run.

    Relative paths are relative to the working directory, as they are for dbt.
    """

    landing: str = "landing"
    target: Target = "duckdb"
    duckdb_path: Path = Path("tokenbooks.duckdb")
    postgres: PostgresSettings = PostgresSettings()
    spark: SparkSettings = SparkSettings()
    state_dir: Path = Path(".dlt_pipelines")
    published_dir: Path = Path("published")
    pull: PullSettings = PullSettings()
    keeps_content: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings.

        Raises:
            UserError: a variable holds a value that cannot be used.
        """
        target = environment.get("TOKENBOOKS_TARGET", "duckdb")
        if target not in TARGETS:
            raise UserError(f"TOKENBOOKS_TARGET is {target!r}; it must be one of: {', '.join(TARGETS)}")
        raw = environment.get("TOKENBOOKS_SPARK_RAW", "")
        if target == "spark" and not (raw.startswith("/") or "://" in raw):
            raise UserError(f"TOKENBOOKS_SPARK_RAW is {raw!r}; it must be an absolute path or a URL")
        return cls(
            landing=environment.get("TOKENBOOKS_LANDING", "landing"),
            target=cast(Target, target),
            duckdb_path=Path(environment.get("TOKENBOOKS_DUCKDB", "tokenbooks.duckdb")),
            postgres=PostgresSettings(
                host=environment.get("TOKENBOOKS_PG_HOST", "127.0.0.1"),
                port=_port(environment, "TOKENBOOKS_PG_PORT", 5432),
                user=environment.get("TOKENBOOKS_PG_USER", "tokenbooks"),
                password=environment.get("TOKENBOOKS_PG_PASSWORD", ""),
                database=environment.get("TOKENBOOKS_PG_DATABASE", "tokenbooks"),
            ),
            spark=SparkSettings(
                host=environment.get("TOKENBOOKS_SPARK_HOST", "127.0.0.1"),
                port=_port(environment, "TOKENBOOKS_SPARK_PORT", 10000),
                user=environment.get("TOKENBOOKS_SPARK_USER", "tokenbooks"),
                raw=raw,
            ),
            state_dir=Path(environment.get("TOKENBOOKS_STATE", ".dlt_pipelines")),
            keeps_content=_is_on(environment, "TOKENBOOKS_KEEP_CONTENT"),
            published_dir=Path(environment.get("TOKENBOOKS_PUBLISHED", "published")),
            pull=PullSettings(
                openai=_provider(environment, "OPENAI", PullSettings.openai),
                anthropic=_provider(environment, "ANTHROPIC", PullSettings.anthropic),
                attempts=int(_number(environment, "TOKENBOOKS_PULL_ATTEMPTS", PullSettings.attempts, 1)),
                backoff_seconds=_number(environment, "TOKENBOOKS_PULL_BACKOFF", PullSettings.backoff_seconds),
                timeout_seconds=_number(environment, "TOKENBOOKS_PULL_TIMEOUT", PullSettings.timeout_seconds, 0.1),
            ),
        )


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "on")
    if text.strip().lower() in ("on", "1", "true", "yes"):
        return True
    if text.strip().lower() in ("off", "0", "false", "no"):
        return False
    raise UserError(f"{name} is {text!r}; it must be on or off (or 1, true, yes, 0, false, no)")


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal():
        raise UserError(f"{name} is {text!r}; it must be a port number")
    return int(text)


def _provider(environment: Mapping[str, str], name: str, default: ProviderSettings) -> ProviderSettings:
    return ProviderSettings(
        url=environment.get(f"TOKENBOOKS_{name}_URL", "").strip() or default.url,
        account=environment.get(f"TOKENBOOKS_{name}_ACCOUNT", "").strip() or default.account,
        key=environment.get(f"{name}_ADMIN_KEY", "").strip(),
    )


def _number(environment: Mapping[str, str], name: str, default: float, at_least: float = 0) -> float:
    text = environment.get(name, str(default))
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not at_least <= number < math.inf:
        raise UserError(f"{name} is {text!r}; it must be a number of at least {at_least}")
    return number
