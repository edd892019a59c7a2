"""Fake APIs, and a landing zone to pull into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from python_tests.pulling.api import KEY, FakeApi
from python_tests.workspace import Workspace
from tokenbooks.settings import ProviderSettings, PullSettings, Settings

#: The time of the pulls in these tests.
NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


@pytest.fixture
def api() -> Iterator[FakeApi]:
    """Both APIs, on the day of NOW."""
    api = FakeApi(date(2026, 3, 3))
    yield api
    api.close()


@pytest.fixture
def settings(workspace: Workspace, api: FakeApi) -> Settings:
    """Settings that reach the APIs, with keys and short waits."""
    return replace(
        Settings.from_environment(workspace.environment),
        pull=PullSettings(
            openai=ProviderSettings(api.url, "org-1", KEY),
            anthropic=ProviderSettings(f"{api.url}/v1/", "default", KEY),
            attempts=3,
            backoff_seconds=0.001,
            timeout_seconds=5,
        ),
    )
