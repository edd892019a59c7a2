"""The landed files, and the days that are requested."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import fsspec
import pytest

from python_tests.pulling.api import FakeApi
from python_tests.pulling.conftest import NOW
from python_tests.pulling.examples import ANTHROPIC_COST, COMPLETIONS, COSTS, RESULTS
from python_tests.workspace import Workspace
from tokenbooks.errors import UserError
from tokenbooks.loading.load import load_sources
from tokenbooks.loading.paths import delivered_at, delivery_set
from tokenbooks.pulling.pull import PullReport, pull_source
from tokenbooks.pulling.sources import PULLS
from tokenbooks.settings import ProviderSettings, Settings

_FOLDER = "openai_costs/org-1/2026-03-03T02-00-00Z"
_DAY = timedelta(days=1)


def pull(name: str, settings: Settings, now: datetime = NOW, since: date | None = None) -> PullReport:
    """Pull one source."""
    return pull_source(PULLS[name], settings, since=since, now=now)


def landed(folder: Path) -> dict[str, bytes]:
    """The pages in a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("part_*.json"))}


def test_the_first_pull_begins_two_months_before_this_one(
    workspace: Workspace, settings: Settings, api: FakeApi
) -> None:
    """It requests all days up to today in one page, with groups, and writes the answer byte for byte."""
    report = pull("openai_costs", settings)
    assert (report.days[0], report.days[-1], len(report.days)) == (date(2026, 1, 1), date(2026, 3, 3), 62)
    assert (report.folder, report.pages) == (_FOLDER, 1)
    (asked,) = api.asked
    assert asked.query == {
        "start_time": ["1767225600"],
        "end_time": ["1772582400"],
        "bucket_width": ["1d"],
        "group_by": ["project_id", "line_item"],
        "limit": ["180"],
    }
    assert landed(workspace.landing) == {"part_001.json": api.sent[0].encode()}
    assert "0.0600000000000000000123" in api.sent[0]


def test_the_folder_states_the_delivery_time() -> None:
    """And all parts of a pull are one delivery set."""
    assert delivered_at(f"{_FOLDER}/part_001.json", NOW + _DAY) == NOW.replace(tzinfo=None)
    assert delivery_set(f"{_FOLDER}/part_012.json") == _FOLDER


def test_every_page_is_fetched_to_the_last(workspace: Workspace, settings: Settings, api: FakeApi) -> None:
    """62 days in pages of 31."""
    report = pull("anthropic_cost", settings)
    assert report.pages == 2
    assert [asked.query.get("page") for asked in api.asked] == [None, ["page_2026-02-01"]]
    assert api.asked[0].query == {
        "starting_at": ["2026-01-01T00:00:00Z"],
        "ending_at": ["2026-03-04T00:00:00Z"],
        "bucket_width": ["1d"],
        "group_by[]": ["workspace_id", "description"],
        "limit": ["31"],
    }
    assert api.asked[1].query == {**api.asked[0].query, "page": ["page_2026-02-01"]}
    assert {asked.headers["anthropic-version"] for asked in api.asked} == {"2023-06-01"}
    assert landed(workspace.landing / "anthropic_cost" / "default") == {
        "part_001.json": api.sent[0].encode(),
        "part_002.json": api.sent[1].encode(),
    }


def test_openai_usage_is_all_its_endpoints(workspace: Workspace, settings: Settings, api: FakeApi) -> None:
    """Each is grouped by all that it allows, and all of them are one delivery set."""
    report = pull("openai_usage", settings, since=date(2026, 3, 1))
    assert {asked.path for asked in api.asked} == {path for path in RESULTS if "/organization/usage/" in path}
    groups = {asked.path.rpartition("/")[2]: asked.query["group_by"] for asked in api.asked}
    assert groups["completions"] == ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"]
    assert groups["vector_stores"] == ["project_id"]
    assert groups["web_search_calls"][-1] == "context_level"
    assert {asked.query["limit"][0] for asked in api.asked} == {"31"}
    assert report.pages == 10
    assert list(landed(workspace.landing).values()) == [body.encode() for body in api.sent]
    assert len({path.parent for path in workspace.landing.rglob("part_*.json")}) == 1
    assert next(iter(landed(workspace.landing))) == "part_001_completions.json"
    # Each page is a delivery that states its endpoint.
    load_sources(["openai_usage"], settings)
    assert workspace.query("select count(*) from raw.deliveries where source = 'openai_usage'") == [(10,)]
    records = workspace.query("select record from raw.openai_usage")
    assert not [record for (record,) in records if "organization.usage." not in record]


def test_anthropic_usage_is_grouped_by_everything_that_determines_prices(settings: Settings, api: FakeApi) -> None:
    """Workspace, key, model, tier, context window and place."""
    pull("anthropic_usage", settings, since=date(2026, 3, 1))
    assert api.asked[0].query["group_by[]"] == [
        "workspace_id",
        "api_key_id",
        "model",
        "service_tier",
        "context_window",
        "inference_geo",
    ]


def test_a_day_pulled_when_it_was_final_is_never_fetched_again(settings: Settings, api: FakeApi) -> None:
    """It is final 48 hours after its end. Other days are fetched again."""
    pull("openai_costs", settings)
    api.today = date(2026, 3, 4)
    report = pull("openai_costs", settings, NOW + _DAY)
    assert api.days_asked(COSTS)[1:] == [(date(2026, 3, 1), date(2026, 3, 5))]
    assert report.folder == "openai_costs/org-1/2026-03-04T02-00-00Z"
    api.today = date(2026, 3, 5)
    pull("openai_costs", settings, NOW + 2 * _DAY)
    assert api.days_asked(COSTS)[2:] == [(date(2026, 3, 2), date(2026, 3, 6))]


def test_a_day_is_final_to_the_second(settings: Settings, api: FakeApi) -> None:
    """Exactly two days after its end, it is final."""
    midnight = datetime.fromisoformat("2026-03-03T00:00:00Z")
    pull("openai_costs", settings, midnight, since=date(2026, 2, 25))
    pull("openai_costs", settings, midnight)
    assert api.days_asked(COSTS)[1:] == [(date(2026, 3, 1), date(2026, 3, 4))]
    pull("anthropic_cost", settings, midnight - timedelta(seconds=1), since=date(2026, 2, 25))
    pull("anthropic_cost", settings, midnight)
    assert api.days_asked(ANTHROPIC_COST)[1:] == [(date(2026, 2, 28), date(2026, 3, 4))]


def test_only_gaps_and_earlier_days_are_fetched(settings: Settings, api: FakeApi) -> None:
    """For example, if a pull of last month was moved away, or if the books should begin earlier."""
    pull("openai_costs", settings, since=date(2026, 2, 10))
    pull("openai_costs", settings, since=date(2026, 1, 20))
    assert api.days_asked(COSTS)[1:] == [
        (date(2026, 1, 20), date(2026, 2, 10)),
        (date(2026, 3, 1), date(2026, 3, 4)),
    ]
    shutil.rmtree(Path(settings.landing) / _FOLDER)
    pull("openai_costs", settings)
    assert api.days_asked(COSTS)[3:] == [(date(2026, 2, 10), date(2026, 3, 4))]


def test_accounts_and_sources_are_pulled_separately(settings: Settings, api: FakeApi) -> None:
    """The history of one does not count for the other."""
    pull("openai_costs", settings)
    other = replace(settings, pull=replace(settings.pull, openai=replace(settings.pull.openai, account="org-2")))
    assert len(pull("openai_costs", other).days) == 62
    assert len(pull("openai_usage", settings).days) == 62
    assert api.days_asked(COMPLETIONS) == [(date(2026, 1, 1), date(2026, 3, 4))]


def test_today_may_have_no_bucket_yet(settings: Settings, api: FakeApi) -> None:
    """The day is not over, and is fetched again later."""
    api.today = date(2026, 3, 2)
    assert pull("openai_costs", settings).days[-1] == date(2026, 3, 2)


def test_two_pulls_of_one_second_are_two_deliveries(settings: Settings, api: FakeApi) -> None:
    """The later pull has a later name, even if the clock was set back."""
    folders = [pull("openai_costs", settings, now).folder for now in (NOW, NOW, NOW - _DAY)]
    assert folders == [f"openai_costs/org-1/2026-03-03T02-00-0{second}Z" for second in range(3)]


def test_a_repeated_page_is_a_new_delivery(workspace: Workspace, settings: Settings, api: FakeApi) -> None:
    """A page that returns to earlier content replaces the content between."""
    values = iter(("1", "2", "1"))
    for hour in range(3):
        value = next(values)
        api.results = lambda path, day, value=value: RESULTS[path].replace("0.06", value)  # type: ignore[misc]
        pull("openai_costs", settings, NOW + timedelta(hours=hour), since=date(2026, 3, 1))
    contents = [path.read_bytes() for path in sorted(workspace.landing.rglob("part_001.json"))]
    assert contents[2] == contents[0]
    (report,) = load_sources(["openai_costs"], settings).sources
    assert (report.deliveries, report.skipped) == (3, 0)


def test_pulled_buckets_are_loaded(workspace: Workspace, settings: Settings, api: FakeApi) -> None:
    """Every bucket, and a day later the buckets that were not final."""
    pull("openai_costs", settings)
    load_sources(["openai_costs"], settings)
    days = "cast(to_timestamp(cast(record ->> 'start_time' as bigint)) at time zone 'UTC' as date)"
    buckets = workspace.query(f"select count(*), min({days}), max({days}) from raw.openai_costs")
    assert buckets == [(62, date(2026, 1, 1), date(2026, 3, 3))]
    assert workspace.query("select count(*) from raw.openai_costs where record like '%0.0600000000000000000123%'") == [
        (62,)
    ]
    api.today = date(2026, 3, 4)
    pull("openai_costs", settings, NOW + _DAY)
    load_sources(["openai_costs"], settings)
    assert workspace.query(
        f"select cast(delivered_at as varchar), billing_account_id, count(*), min({days}) from raw.openai_costs"
        " join raw.deliveries using (delivery_id) group by all order by 1"
    ) == [
        ("2026-03-03 02:00:00", "org-1", 62, date(2026, 1, 1)),
        ("2026-03-04 02:00:00", "org-1", 4, date(2026, 3, 1)),
    ]
    report = load_sources([], settings)
    assert (report.ignored, report.unreadable) == ([], [])


def test_a_store_behind_a_url_is_pulled_into_and_loaded_from(
    settings: Settings, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its notes are read too. If the store is full, nothing of the pull stays."""
    settings = replace(settings, landing="memory://pulled")
    pull("openai_costs", settings)
    (report,) = load_sources(["openai_costs"], settings).sources
    assert (report.deliveries, report.records) == (1, 62)
    store = fsspec.filesystem("memory")
    before = store.find("/pulled")
    assert [name.rpartition("/")[2] for name in before] == ["_pulled.json", "part_001.json"]
    pipe_file = store.pipe_file

    def full(path: str, value: bytes) -> None:
        if "/part_003" in path:
            raise OSError("the bucket is full")
        pipe_file(path, value)

    monkeypatch.setattr(type(store), "pipe_file", lambda self, path, value: full(path, value))
    with pytest.raises(UserError, match=r"cannot write to the landing folder .*openai_usage.*: the bucket is full"):
        pull("openai_usage", settings)
    assert store.find("/pulled") == before
    monkeypatch.undo()
    pull("openai_costs", settings, NOW + timedelta(hours=1))
    assert api.days_asked(COSTS)[-1] == (date(2026, 3, 1), date(2026, 3, 4))
    store.rm("/pulled", recursive=True)


def test_a_note_that_cannot_be_read_stops_the_pull(workspace: Workspace, settings: Settings, api: FakeApi) -> None:
    """The history is unknown, so the pull must not assume that the days were pulled."""
    pull("openai_costs", settings)
    (note,) = workspace.landing.rglob("_pulled.json")
    note.write_text(json.dumps({"windows": []}))
    with pytest.raises(UserError, match=r"_pulled\.json is not a readable note of a pull; remove it"):
        pull("openai_costs", settings)


@pytest.mark.parametrize("account", ["a/b", ".hidden", "_hidden", "..", "a b"])
def test_an_account_that_cannot_be_a_folder_is_refused(settings: Settings, account: str) -> None:
    """Before the first request."""
    provider = ProviderSettings(settings.pull.openai.url, account, settings.pull.openai.key)
    with pytest.raises(UserError, match="TOKENBOOKS_OPENAI_ACCOUNT"):
        pull("openai_costs", replace(settings, pull=replace(settings.pull, openai=provider)))
