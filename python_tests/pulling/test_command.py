"""The real command, also if it is stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from python_tests.programs import Finished
from python_tests.pulling.api import KEY, FakeApi, Handler, status
from python_tests.workspace import Workspace
from tokenbooks.transformation.project import PROJECT_DIR


@pytest.fixture
def api() -> Iterator[FakeApi]:
    """Both APIs, with the current day."""
    api = FakeApi(datetime.now(UTC).date())
    yield api
    api.close()


def start(workspace: Workspace, api: FakeApi, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start `tokenbooks pull`."""
    return subprocess.Popen(
        [sys.executable, "-m", "orchestration", "pull", *arguments],
        cwd=PROJECT_DIR,
        env={
            **workspace.environment,
            "OPENAI_ADMIN_KEY": KEY,
            "ANTHROPIC_ADMIN_KEY": KEY,
            "TOKENBOOKS_OPENAI_URL": api.url,
            "TOKENBOOKS_ANTHROPIC_URL": api.url,
            "TOKENBOOKS_PULL_ATTEMPTS": "2",
            "TOKENBOOKS_PULL_BACKOFF": "0.01",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(workspace: Workspace, api: FakeApi, *arguments: str, **environment: str) -> Finished:
    """Run `tokenbooks pull` to its end."""
    process = start(workspace, api, *arguments, **environment)
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    return Finished(process.returncode, out, err)


def test_everything_with_a_key_is_pulled_and_loaded(workspace: Workspace, api: FakeApi) -> None:
    """One line per source. `load` then finds complete bills."""
    finished = run(workspace, api)
    assert (finished.code, finished.err) == (0, "")
    assert [line.partition(":")[0] for line in finished.out.splitlines()] == [
        "openai_costs",
        "openai_usage",
        "anthropic_cost",
        "anthropic_usage",
    ]
    assert "days (" in finished.out
    assert "landed in openai_costs/default/" in finished.out
    workspace.load("openai_costs")
    assert workspace.query("select count(*) > 60 from raw.openai_costs") == [(True,)]


def test_a_failure_does_not_stop_the_other_sources(workspace: Workspace, api: FakeApi) -> None:
    """The exit code and the message report the failure."""
    api.faults += [status(500), status(500)]
    finished = run(workspace, api, "openai_costs", "anthropic_cost", "--since", "2026-01-01")
    assert finished.code == 3
    assert finished.err.startswith("error: openai_costs: 127.0.0.1:")
    assert finished.out.startswith("anthropic_cost: ")
    assert [path.name for path in workspace.landing.glob("*/*") if any(path.iterdir())] == ["default"]


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "message"),
    [
        (["azure_cost"], {}, 2, "unknown source to pull: azure_cost; there are: openai_costs, openai_usage, "),
        (["--since", "yesterday"], {}, 2, "--since is 'yesterday'; it must be a day like 2026-01-01"),
        (["--since", "2999-01-01"], {}, 2, "--since is 2999-01-01, which is in the future"),
        ([], {"OPENAI_ADMIN_KEY": "", "ANTHROPIC_ADMIN_KEY": " "}, 3, "set OPENAI_ADMIN_KEY or ANTHROPIC_ADMIN_KEY"),
        (["openai_costs"], {"OPENAI_ADMIN_KEY": ""}, 3, "OPENAI_ADMIN_KEY is not set; set it to an admin key"),
        ([], {"TOKENBOOKS_PULL_ATTEMPTS": "many"}, 3, "TOKENBOOKS_PULL_ATTEMPTS is 'many'; it must be a number"),
        ([], {"TOKENBOOKS_PULL_TIMEOUT": "0"}, 3, "TOKENBOOKS_PULL_TIMEOUT is '0'; it must be a number of at least"),
        (
            ["openai_costs"],
            {"TOKENBOOKS_LANDING": "nowhere://lake"},
            3,
            "cannot open the landing zone nowhere://lake: ",
        ),
    ],
)
def test_wrong_settings_and_arguments_give_one_line_and_an_exit_code(
    workspace: Workspace, api: FakeApi, arguments: list[str], environment: dict[str, str], code: int, message: str
) -> None:
    """It fails before the first request."""
    finished = run(workspace, api, *arguments, **environment)
    assert (finished.code, finished.err.count("\n")) == (code, 1)
    assert message in finished.err
    assert api.asked == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_pull_that_is_stopped_leaves_nothing_to_load(workspace: Workspace, api: FakeApi, how: signal.Signals) -> None:
    """It is stopped between two pages. The next pull lands all of them."""
    go_on = threading.Event()

    def hang(handler: Handler) -> None:
        go_on.wait(30)
        handler.close_connection = True

    api.faults += [None, hang]
    process = start(workspace, api, "anthropic_cost")
    deadline = time.monotonic() + 30
    while len(api.asked) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(how)
    _, err = process.communicate(timeout=30)
    go_on.set()
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert "Traceback" not in err
        assert [path for path in workspace.landing.rglob("*") if path.is_file()] == []
    workspace.land("openai_costs/org-1/.2026-03-03T02-00-00Z.partial/part_001.json", "half a page")
    loaded = workspace.load()
    assert "warning" not in loaded.err
    assert workspace.query("select count(*) from raw.deliveries") == [(0,)]
    finished = run(workspace, api, "anthropic_cost")
    assert (finished.code, finished.err) == (0, "")
    assert len(list(workspace.landing.glob("anthropic_cost/default/2*/part_*.json"))) >= 2
