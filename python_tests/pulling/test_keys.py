"""The key appears only in the requests: not in messages, logs or files, and not in Dagster."""

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

#: A part of the key that appears nowhere else.
_SECRET = KEY[9:24]


def echo(handler: Handler) -> None:
    """A refusal that repeats the whole request."""
    sent = str(handler.headers).replace("\n", " ").replace('"', "'")
    handler.send(400, f'{{"error":{{"message":"cannot read the request: {sent}"}}}}', X_Echo=sent)


def unveil(handler: Handler) -> None:
    """A page that contains the key."""
    handler.send(200, f'{{"data":[],"has_more":false,"next_page":null,"key":"{KEY}"}}')


def assert_no_secret(text: str, landing: Path) -> None:
    """Check that the key is not in the text, not in a file, and not in the name of a file."""
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
    """Even if everything, including dlt, logs as much as possible."""
    monkeypatch.setenv("RUNTIME__HTTP_SHOW_ERROR_BODY", "true")
    from dlt.common import logger
    from dlt.sources.helpers.requests import Client

    Client()  # the first client sets up dlt's logger
    talkative = logging.Logger("talkative", logging.DEBUG)
    talkative.addHandler(caplog.handler)
    monkeypatch.setattr(logger, "LOGGER", talkative)
    caplog.set_level(logging.DEBUG)
    api.faults += [fault] * 3  # type: ignore[list-item]
    shown = repr(settings)
    try:
        shown += repr(pull(source, settings))
    except UserError as error:
        shown += "".join(traceback.format_exception(error))
        assert error.__context__ is None
    out, err = capfd.readouterr()
    assert "Making GET request" in caplog.text
    assert_no_secret(shown + caplog.text + out + err, Path(settings.landing))
    assert any(_SECRET in str(asked.headers) for asked in api.asked)


def test_the_command_does_not_print_a_refused_key(workspace: Workspace, api: FakeApi) -> None:
    """The command prints its own message with an exit code and without a stack trace."""
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
    """Pull and load the costs, and return everything that Dagster stores about it as text."""
    for name, value in {**workspace.environment, **environment}.items():
        monkeypatch.setenv(name, value)
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [*pull_assets, *load_assets],
            selection=[pulled_key("openai_costs"), raw_key("openai_costs")],
            instance=instance,
        )
        return result, str(instance.all_logs(result.run_id))


def test_an_asset_without_a_key_reports_it_and_succeeds(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does nothing else and creates no folder."""
    monkeypatch.delenv("OPENAI_ADMIN_KEY", raising=False)
    result, _ = _materialize(workspace, monkeypatch)
    (materialization,) = result.asset_materializations_for_node("landing__openai_costs")
    assert materialization.metadata["pulled"].value == "not pulled: OPENAI_ADMIN_KEY is not set"
    assert all(check.passed for check in result.get_asset_check_evaluations())
    assert list(workspace.landing.iterdir()) == []


def test_an_asset_pulls_before_the_load_and_does_not_store_the_key(
    workspace: Workspace, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the pull is refused, its check states so, and the landed files can still be loaded."""
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
