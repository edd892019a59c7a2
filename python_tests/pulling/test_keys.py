"""The key is in the requests, and nowhere else: no message, no log, no file, nothing that Dagster keeps."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs.loading.pulled_assets import pull_assets, pulled_key
from orchestration.defs.loading.raw_assets import load_assets, raw_key
from python_tests.pulling.api import KEY, FakeApi, Handler, dropped, status
from python_tests.pulling.test_pull import pull
from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.settings import Settings
from tokenbooks.transformation.project import PROJECT_DIR

#: A part of the key that nothing else has.
_SECRET = KEY[9:24]


def echo(handler: Handler) -> None:
    """A refusal that repeats all that was sent."""
    sent = str(handler.headers).replace("\n", " ").replace('"', "'")
    handler.send(400, f'{{"error":{{"message":"cannot read the request: {sent}"}}}}', X_Echo=sent)


def unveil(handler: Handler) -> None:
    """A page that contains the key."""
    handler.send(200, f'{{"data":[],"has_more":false,"next_page":null,"key":"{KEY}"}}')


def assert_no_secret(text: str, landing: Path) -> None:
    """Neither in the text nor in a file or its name."""
    assert _SECRET not in text
    for path in landing.parent.rglob("*"):
        assert _SECRET not in str(path)
        assert not path.is_file() or _SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize("source", ["openai_costs", "anthropic_cost"])
@pytest.mark.parametrize("fault", [echo, unveil, dropped, status(401, f'{{"error":{{"message":"not {KEY}"}}}}'), None])
def test_a_key_is_in_no_message_log_or_file(
    settings: Settings,
    api: FakeApi,
    source: str,
    fault: object,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though everything logs all it can, dlt as well."""
    monkeypatch.setenv("RUNTIME__HTTP_SHOW_ERROR_BODY", "true")
    from dlt.common import logger
    from dlt.sources.helpers.requests import Client

    Client()  # the first one sets dlt's logger up
    talkative = logging.Logger("talkative", logging.DEBUG)
    talkative.addHandler(caplog.handler)
    monkeypatch.setattr(logger, "LOGGER", talkative)
    caplog.set_level(logging.DEBUG)
    api.faults += [fault] * 3  # type: ignore[list-item]
    said = repr(settings)
    try:
        said += repr(pull(source, settings))
    except UserError as error:
        said += "".join(traceback.format_exception(error))
        assert error.__context__ is None
    out, err = capfd.readouterr()
    assert "Making GET request" in caplog.text
    assert_no_secret(said + caplog.text + out + err, Path(settings.landing))
    assert any(_SECRET in str(asked.headers) for asked in api.asked)


def test_a_refused_key_is_in_nothing_that_the_command_prints(workspace: Workspace, api: FakeApi) -> None:
    """Its own words and exit code, and no stack trace."""
    finished = subprocess.run(
        [sys.executable, "-m", "orchestration", "pull"],
        cwd=PROJECT_DIR,
        env={
            **workspace.environment,
            "OPENAI_ADMIN_KEY": f"{KEY}-wrong",
            "TOKENBOOKS_OPENAI_URL": api.url,
            "ANTHROPIC_ADMIN_KEY": "",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode == 3
    assert "anthropic_cost: not pulled, ANTHROPIC_ADMIN_KEY is not set" in finished.stdout
    assert finished.stderr.startswith("error: openai_costs: 127.0.0.1")
    assert "refused the key in OPENAI_ADMIN_KEY (401)" in finished.stderr
    assert finished.stderr.count("\n") == 1
    assert_no_secret(finished.stdout + finished.stderr, workspace.landing)


def _materialize(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, **environment: str
) -> tuple[dg.ExecuteInProcessResult, str]:
    """Pull and load the costs, and all that Dagster keeps of it as text."""
    for name, value in {**workspace.environment, **environment}.items():
        monkeypatch.setenv(name, value)
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [*pull_assets, *load_assets],
            selection=[pulled_key("openai_costs"), raw_key("openai_costs")],
            instance=instance,
        )
        return result, str(instance.all_logs(result.run_id))


def test_an_asset_without_a_key_says_so_and_succeeds(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does nothing, not even make a folder."""
    monkeypatch.delenv("OPENAI_ADMIN_KEY", raising=False)
    result, _ = _materialize(workspace, monkeypatch)
    (materialization,) = result.asset_materializations_for_node("landing__openai_costs")
    assert materialization.metadata["pulled"].value == "not pulled: OPENAI_ADMIN_KEY is not set"
    assert all(check.passed for check in result.get_asset_check_evaluations())
    assert list(workspace.landing.iterdir()) == []


def test_an_asset_pulls_for_the_one_that_loads_and_keeps_no_key(
    workspace: Workspace, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And if it is refused, its check says so, while what has landed can be loaded."""
    api.today = datetime.now(UTC).date()
    reached = {"OPENAI_ADMIN_KEY": KEY, "TOKENBOOKS_OPENAI_URL": api.url, "TOKENBOOKS_PULL_ATTEMPTS": "1"}
    result, kept = _materialize(workspace, monkeypatch, **reached)
    (materialization,) = result.asset_materializations_for_node("landing__openai_costs")
    assert materialization.metadata["pages"].value == 1
    (loaded,) = result.asset_materializations_for_node("raw__openai_costs")
    assert loaded.metadata["records"].value == materialization.metadata["days"].value
    assert all(check.passed for check in result.get_asset_check_evaluations())
    assert_no_secret(kept, workspace.landing)
    api.faults.append(echo)
    result, kept = _materialize(workspace, monkeypatch, **reached)
    checks = {check.check_name: check for check in result.get_asset_check_evaluations()}
    check = checks["is_pulled"]
    assert not check.passed
    assert checks["files_are_readable"].passed
    assert "refused /v1/organization/costs (400" in (check.description or "")
    assert result.success
    assert_no_secret(kept, workspace.landing)
