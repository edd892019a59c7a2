"""The command on correct deliveries."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import fsspec
import pytest

from python_tests.loading.samples import (
    AZURE_ROW,
    EA_HEADER,
    MCA_HEADER,
    anthropic_usage_page,
    azure_export,
    costs_page,
    envelope,
    envelopes,
    usage_csv,
    usage_page,
)
from python_tests.programs import Finished
from python_tests.workspace import Workspace
from tokenbooks.loading.load import load_sources
from tokenbooks.loading.sources import SOURCES
from tokenbooks.settings import Settings

_TABLES = sorted([*SOURCES, "deliveries", "rejected_records", "unfinished_loads"])
_RUN = "azure_cost/sub-1/20260301-20260331/202604010500"
_LINE = '{ "occurred_at": "x",  "n": 1.10, "big": 123456789012345678901234567890.10, "payload": {"é": "\\u00e9"}}'
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Finished]:
    """Deliveries of every kind, loaded by one command."""
    workspace = Workspace(tmp_path_factory.mktemp("load"))
    workspace.land("usage/2026-03-01.jsonl", envelopes(300))
    workspace.land("usage/run/part-0001.jsonl.gz", gzip.compress(envelopes(200, start=1_000).encode()))
    workspace.land("usage/verbatim.jsonl", f"{_LINE}\r\n\n  \n{envelope(2)}")
    workspace.land("usage/marked.jsonl", _BYTE_ORDER_MARK + envelopes(1).encode())
    workspace.land("openai_costs/org-1/2026-03-02T01:00:00Z.json", costs_page("1.10", "", "1E-12"))
    workspace.land("openai_costs/verbatim.json", costs_page("123456789012345678901234567890.10", "", "1.0E-12"))
    workspace.land("openai_costs/marked.json", _BYTE_ORDER_MARK + costs_page("2").encode())
    workspace.land(f"{_RUN}/part_0.csv", azure_export())
    workspace.land(f"{_RUN}/part_1.csv", azure_export(MCA_HEADER))
    workspace.land("azure_cost/sub-2/part_0.csv", azure_export())
    workspace.land("azure_cost/verbatim.csv", azure_export(EA_HEADER, '2026-03-01," a ""b"", c",007,,1e-7,USD'))
    workspace.land("azure_cost/marked.csv", _BYTE_ORDER_MARK + f"{EA_HEADER}\r\n{AZURE_ROW}\r\n".encode())
    pages = [usage_page('"input_tokens":1.0', "").strip(), usage_page("", '"images":2', kind="images"), usage_page("")]
    workspace.land("openai_usage/pages-verbatim.json", f"[{','.join(pages)}]")
    for endpoint in ("embeddings", "moderations"):
        workspace.land(f"openai_usage/org/{endpoint}/2026-03-02.json", usage_page(""))
    workspace.land("openai_usage/marked.json", _BYTE_ORDER_MARK + usage_page('"input_tokens":1').encode())
    workspace.land("openai_usage_csv/marked.csv", _BYTE_ORDER_MARK + usage_csv(",m,1.0,2.0,0.0", "").encode())
    workspace.land(
        "anthropic_usage/marked.json",
        _BYTE_ORDER_MARK
        + anthropic_usage_page('{"model":"claude","uncached_input_tokens":1,"output_tokens":2}', "").encode(),
    )
    workspace.land("azure_cost/manifest.json", "{}")
    workspace.land("notes.txt", "x")
    workspace.land("invoices/a.pdf", "x")
    return workspace, workspace.load(checks=True)


def test_every_file_is_in_the_ledger(everything: tuple[Workspace, Finished]) -> None:
    """With account, delivery set, counts and the time in its path."""
    workspace, _ = everything
    rows = workspace.query(
        "select file, source, billing_account_id, delivery_set, records, rejected, cast(delivered_at as varchar)"
        " from raw.deliveries where file not like '%verbatim%' and file not like '%marked%'"
        " and file not like '%part-0001%' and file not like '%sub-2%' and source not like '%!_usage%' escape '!'"
        " order by file"
    )
    bill = "openai_costs/org-1/2026-03-02T01:00:00Z.json"
    usage = "usage/2026-03-01.jsonl"
    assert rows == [
        (f"{_RUN}/part_0.csv", "azure_cost", "sub-1", _RUN, 1, 0, "2026-04-01 05:00:00"),
        (f"{_RUN}/part_1.csv", "azure_cost", "sub-1", _RUN, 1, 0, "2026-04-01 05:00:00"),
        (bill, "openai_costs", "org-1", bill, 3, 0, "2026-03-02 01:00:00"),
        (usage, "usage", None, usage, 300, 0, "2026-03-01 00:00:00"),
    ]
    assert workspace.query("select delivery_set, records from raw.deliveries where file like '%.gz'") == [
        ("usage/run", 200)
    ]
    assert workspace.query("select count(*) from raw.deliveries where loaded_at is null or sha256 is null") == [(0,)]


def test_the_same_bill_under_two_accounts_is_two_deliveries(everything: tuple[Workspace, Finished]) -> None:
    """The content alone does not identify a bill."""
    workspace, _ = everything
    accounts = workspace.query("select billing_account_id from raw.deliveries where file like '%part_0.csv' order by 1")
    assert accounts == [("sub-1",), ("sub-2",)]


def test_records_are_kept_to_the_last_digit(everything: tuple[Workspace, Finished]) -> None:
    """Usage verbatim, costs with all digits, CSV values as strings. Blank lines are not records."""
    workspace, _ = everything
    kept = "select record_number, record from raw.{0} inner join raw.deliveries using (delivery_id) where file = '{1}'"
    usage = workspace.query(kept.format("usage", "usage/verbatim.jsonl") + " order by 1")
    assert usage == [(1, _LINE), (4, envelope(2))]
    costs = workspace.query(kept.format("openai_costs", "openai_costs/verbatim.json") + " order by 1")
    assert '"value":123456789012345678901234567890.10,' in costs[0][1]
    assert '"results":[]' in costs[1][1]
    assert '"value":1.0E-12,' in costs[2][1]
    ((number, row),) = workspace.query(kept.format("azure_cost", "azure_cost/verbatim.csv"))
    assert number == 2
    assert json.loads(row) == {
        "date": "2026-03-01",
        "metername": ' a "b", c',
        "quantity": "007",
        "unitofmeasure": "",
        "costinbillingcurrency": "1e-7",
        "billingcurrencycode": "USD",
    }


def test_a_byte_order_mark_is_removed(everything: tuple[Workspace, Finished]) -> None:
    """In any of the formats."""
    workspace, _ = everything
    marked = workspace.query(
        "select source, records, rejected from raw.deliveries where file like '%marked%' order by 1"
    )
    assert marked == [
        ("anthropic_usage", 2, 0),
        ("azure_cost", 1, 0),
        ("openai_costs", 1, 0),
        ("openai_usage", 1, 0),
        ("openai_usage_csv", 2, 0),
        ("usage", 1, 0),
    ]


def test_an_empty_bucket_gets_the_kind_of_its_page(everything: tuple[Workspace, Finished]) -> None:
    """It gets the object of the results beside it, else that of the endpoint in the path; the text may be the same."""
    workspace, _ = everything
    records = workspace.query(
        "select record from raw.openai_usage inner join raw.deliveries using (delivery_id)"
        " where file = 'openai_usage/pages-verbatim.json' order by record_number"
    )
    buckets = [json.loads(record) for (record,) in records]
    assert [bucket.get("result_object") for bucket in buckets] == [
        None,
        "organization.usage.completions.result",
        "organization.usage.images.result",
        None,
        None,
    ]
    assert '"input_tokens":1.0' in records[0][0]
    by_path = workspace.query(
        "select file, record from raw.openai_usage inner join raw.deliveries using (delivery_id)"
        " where file like 'openai_usage/org/%' order by file"
    )
    assert [json.loads(record)["result_object"] for _, record in by_path] == [
        "organization.usage.embeddings.result",
        "organization.usage.moderations.result",
    ]


def test_files_outside_the_sources_are_named(everything: tuple[Workspace, Finished]) -> None:
    """Ignored files are listed."""
    _, done = everything
    assert "do not belong to a source: azure_cost/manifest.json, invoices/a.pdf, notes.txt" in done.err


def test_good_deliveries_pass_the_checks(everything: tuple[Workspace, Finished]) -> None:
    """No check fails."""
    _, done = everything
    assert "failed checks" not in done.out


def test_an_empty_landing_zone_creates_all_tables(workspace: Workspace) -> None:
    """So the models can be built."""
    workspace.load()
    tables = workspace.query(
        "select table_name from information_schema.tables where table_schema = 'raw' and table_name not like '%dlt%'"
    )
    assert sorted(name for (name,) in tables) == _TABLES
    assert [workspace.query(f"select count(*) from raw.{name}") for name in _TABLES] == [[(0,)]] * len(_TABLES)


def test_a_content_is_loaded_once(workspace: Workspace) -> None:
    """Also under another name. A changed content is a new delivery."""
    workspace.land("openai_costs/a.json", costs_page("1"))
    file = workspace.land("usage/2026-03-01.jsonl", envelopes(3))
    workspace.load("usage")
    assert workspace.query("select distinct source from raw.deliveries") == [("usage",)]
    workspace.land("usage/copy.jsonl", envelopes(3))
    file.write_text(envelopes(4))
    moved = Workspace(workspace.folder, {"TOKENBOOKS_LANDING": workspace.landing.as_uri()})
    usage = next(line for line in moved.load().out.splitlines() if line.startswith("usage"))
    assert usage.split() == ["usage", "1", "4", "0", "1"]
    assert workspace.query("select count(*), count(distinct delivery_id) from raw.usage") == [(7, 2)]
    assert workspace.query("select file, records from raw.deliveries where source = 'usage' order by records") == [
        ("usage/2026-03-01.jsonl", 3),
        ("usage/2026-03-01.jsonl", 4),
    ]


def test_a_remote_store_is_a_landing_zone(tmp_path: Path) -> None:
    """Any store that fsspec supports."""
    store = fsspec.filesystem("memory")
    store.pipe("/lake/usage/a b.jsonl", envelopes(3).encode())
    store.pipe("/lake/openai_costs/org/2026-03-02.json", costs_page("1").encode())
    settings = Settings(landing="memory://lake", duckdb_path=tmp_path / "a.duckdb", state_dir=tmp_path / "state")
    report = load_sources([], settings)
    loaded = {counts.source: (counts.deliveries, counts.records) for counts in report.sources if counts.deliveries}
    assert loaded == {"usage": (1, 3), "openai_costs": (1, 1)}
    skipped = {counts.source: counts.skipped for counts in load_sources([], settings).sources if counts.skipped}
    assert skipped == {"usage": 1, "openai_costs": 1}


def test_a_linked_folder_is_followed_but_not_in_circles(workspace: Workspace) -> None:
    """A circle is reported as an unreadable file."""
    hidden = workspace.landing / "usage" / ".hidden"
    hidden.mkdir(parents=True)
    (hidden / "a.jsonl").write_text(envelopes(1))
    (hidden / "again").symlink_to(hidden)
    (workspace.landing / "usage" / "linked").symlink_to(hidden)
    report = load_sources([], Settings.from_environment(workspace.environment))
    assert [file.problem for file in report.unreadable] == ["the link points to a folder that contains it; remove it"]
    assert workspace.query("select file from raw.deliveries") == [("usage/linked/a.jsonl",)]


def test_a_link_out_of_the_landing_zone_is_refused(workspace: Workspace) -> None:
    """Of a file, of a folder, of a folder above, relative or through another link. Nothing of its target is loaded."""
    outside = workspace.folder / "outside"
    outside.mkdir()
    (outside / "secret.jsonl").write_text(envelopes(1))
    usage = workspace.landing / "usage"
    usage.mkdir()
    (workspace.landing / "otel").symlink_to(outside)
    (usage / "file.jsonl").symlink_to(outside / "secret.jsonl")
    (usage / "folder").symlink_to("../../outside")
    (usage / "above").symlink_to("../..")
    (usage / "hop.jsonl").symlink_to(usage / "file.jsonl")
    (usage / "good.jsonl").write_text(envelopes(1, start=2))
    report = load_sources([], Settings.from_environment(workspace.environment))
    refused = {file.file for file in report.unreadable}
    assert refused == {"otel", "usage/file.jsonl", "usage/folder", "usage/above", "usage/hop.jsonl"}
    assert {file.problem.partition(";")[0] for file in report.unreadable} == {"the link leads out of the landing zone"}
    assert workspace.query("select file from raw.deliveries") == [("usage/good.jsonl",)]


def test_folders_are_nested_without_limit(workspace: Workspace) -> None:
    """Deeper than Python calls functions."""
    folder = workspace.landing / "usage"
    for _ in range(1_200):
        folder.mkdir()
        folder /= "d"
    folder = folder.parent
    file = folder / "a.jsonl"
    file.write_text(envelopes(1))
    (report, *_) = load_sources(["usage"], Settings.from_environment(workspace.environment)).sources
    assert (report.records, report.unreadable) == (1, 0)
    file.unlink()  # pytest cannot remove folders that are nested so deeply
    while folder != workspace.landing:
        folder.rmdir()
        folder = folder.parent


def test_many_small_files_and_packages(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each package has a later `loaded_at` than the one before. Its ledger rows and records have the same one."""
    monkeypatch.setattr("tokenbooks.loading.load.PACKAGE_FILES", 4)
    for number in range(10):
        workspace.land(f"usage/{number}.jsonl", envelopes(2, start=number * 2))
    report = load_sources([], Settings.from_environment(workspace.environment))
    assert report.sources[0].records == 20
    packages = workspace.query("select loaded_at, count(*) from raw.deliveries group by 1 order by 1")
    assert [count for _, count in packages] == [4, 4, 2]
    assert packages[0][0] == report.loaded_since
    assert workspace.query(
        "select count(*) from raw.usage inner join raw.deliveries using (delivery_id, loaded_at)"
    ) == [(20,)]


def test_a_bill_that_repeats_an_earlier_one_is_newer(workspace: Workspace) -> None:
    """A bill that is restated back to an earlier content, and a part that the next export repeats, are deliveries."""
    for hour, cost in ((1, "0.0016"), (2, "0.0020"), (3, "0.0016")):
        workspace.land(f"azure_cost/sub/2026040105{hour:02}/part_0.csv", azure_export())
        row = f"2026-03-02,gpt-4o Input,0.00064,1M,{cost},USD"
        workspace.land(f"azure_cost/sub/2026040105{hour:02}/part_1.csv", azure_export(EA_HEADER, row))
    workspace.land("azure_cost/sub/202604010501/again.csv", azure_export())
    workspace.load()
    assert workspace.query(
        "select cast(delivered_at as varchar), count(*) from raw.deliveries group by delivered_at order by 1"
    ) == [("2026-04-01 05:01:00", 2), ("2026-04-01 05:02:00", 2), ("2026-04-01 05:03:00", 2)]
    workspace.load()
    assert workspace.query("select count(*) from raw.azure_cost") == [(6,)]
