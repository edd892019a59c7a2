"""The facts that follow from the path of a landed file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tokenbooks.loading.paths import billing_account_id, delivered_at, delivery_id, delivery_set, usage_object

MODIFIED_AT = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("usage/2026-03-01T12:34:56Z.jsonl", datetime(2026, 3, 1, 12, 34, 56)),
        ("usage/2026-03-01T12-34-56.jsonl", datetime(2026, 3, 1, 12, 34, 56)),
        ("usage/2026-03-01T12:34:56.25+02:00.jsonl", datetime(2026, 3, 1, 10, 34, 56, 250_000)),
        ("usage/20260301T123456Z.jsonl", datetime(2026, 3, 1, 12, 34, 56)),
        ("usage/20260301_123456.jsonl", datetime(2026, 3, 1, 12, 34, 56)),
        ("usage/20260301123456.jsonl.gz", datetime(2026, 3, 1, 12, 34, 56)),
        ("usage/2026-03-01.jsonl", datetime(2026, 3, 1)),
        ("usage/20260301.jsonl", datetime(2026, 3, 1)),
        ("usage/2026-03-01/batch_20260305.jsonl", datetime(2026, 3, 5)),
    ],
)
def test_time_stamps_are_read(path: str, expected: datetime) -> None:
    """In all forms that exports use."""
    assert delivered_at(path, MODIFIED_AT) == expected


@pytest.mark.parametrize(
    "path",
    [
        "usage/events.jsonl",
        "usage/2026-03.jsonl",
        "azure_cost/subscription/20260301-20260331/export.csv",
        "usage/20260231.jsonl",
        "usage/202613011200.jsonl",
        "usage/20260301-aaaa-bbbb-cccc-dddddddddddd.jsonl",
        "usage/deadbeef20260301aabb.jsonl",
        "usage/1720260301.jsonl",
    ],
)
def test_without_a_time_stamp_the_modification_time_counts(path: str) -> None:
    """Months, ranges, impossible dates and identifiers are not time stamps."""
    assert delivered_at(path, MODIFIED_AT) == datetime(2020, 1, 2, 3, 4, 5)


def test_a_date_time_wins_over_a_later_date() -> None:
    """Their order does not matter."""
    assert delivered_at("usage/2026-03-05T10:00Z/2026-03-07.jsonl", MODIFIED_AT) == datetime(2026, 3, 5, 10)


def test_the_run_folder_of_an_azure_export_dates_it() -> None:
    """Not the range of days that it covers, and not its identifier."""
    path = "azure_cost/sub/20260301-20260331/202604010512/a1b2c3d4-1111-2222-3333-444444444444/part_0_0001.csv"
    assert delivered_at(path, MODIFIED_AT) == datetime(2026, 4, 1, 5, 12)


@pytest.mark.parametrize(
    "name",
    [
        "part_0.csv",
        "part-0001.jsonl.gz",
        "part.1.csv",
        "part_0_0001.csv",
        "Part-3.csv",
        "page-1.json",
        "query_page2.json",
    ],
)
def test_parts_of_one_folder_are_one_set(name: str) -> None:
    """However the parts are numbered."""
    assert delivery_set(f"azure_cost/sub/run/{name}") == "azure_cost/sub/run"


@pytest.mark.parametrize("name", ["export.csv", "participants_1.csv", "part.csv", "2026-03.csv"])
def test_another_file_is_a_set_of_its_own(name: str) -> None:
    """Even if its name resembles a part."""
    assert delivery_set(f"azure_cost/sub/{name}") == f"azure_cost/sub/{name}"
    assert delivery_set("openai_costs/org/run/page-1.json") == "openai_costs/org/run/page-1.json"


def test_numbered_files_of_clouds_are_parts() -> None:
    """AWS and BigQuery number the files of an export without the word `part`. A time in a name is not such a number."""
    for name in ("report-00001.csv.gz", "report-00002.snappy.parquet", "export-000000000012.jsonl"):
        assert delivery_set(f"aws_cur/1/run/{name}") == "aws_cur/1/run"
        assert delivery_set(f"azure_cost/1/run/{name}") == f"azure_cost/1/run/{name}"
    path = "gcp_billing/1/run/export-202603011234.csv"
    assert delivery_set(path) == path


def test_parts_of_two_jobs_are_two_sets() -> None:
    """They share a folder. The parts of one job share a UUID."""
    jobs = ("0a1b2c3d-0000-4000-8000-00000000000a", "0a1b2c3d-0000-4000-8000-00000000000b")
    sets = {delivery_set(f"focus/1/run/part-0000{number}-{job}.c000.parquet") for job in jobs for number in (0, 1)}
    assert sets == {f"focus/1/run/{job}" for job in jobs}


def test_the_second_folder_names_the_account() -> None:
    """A file is not a folder."""
    assert billing_account_id("azure_cost/sub-1/run/part_0.csv") == "sub-1"
    assert billing_account_id("azure_cost/export.csv") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("org/completions/2026-03-02T01:00:00Z/page-1.json", "completions"),
        ("org/2026-03-02_Audio_Speeches.json", "audio_speeches"),
        ("org/web_search_calls-2026-03-02.json", "web_searches"),
        ("completions_usage_2026-03-01_2026-03-31.csv", "completions"),
        ("acme-images/2026-03-02.json", None),
        ("org/completionists/2026-03-02.json", None),
    ],
)
def test_the_path_states_what_a_report_counts(path: str, kind: str | None) -> None:
    """By the name of an endpoint below the account. The account itself may have such a name."""
    assert usage_object(f"openai_usage/{path}") == (kind and f"organization.usage.{kind}.result")


def test_an_id_depends_on_source_account_and_content() -> None:
    """On all three. For a bill also on its time, and on the kind that only the path states."""
    ids = {delivery_id(source, account, sha) for source in "ab" for account in (None, "x") for sha in ("1", "2")}
    ids |= {delivery_id("a", "x", "1", datetime(2026, 3, day), kind) for day in (1, 2) for kind in (None, "y")}
    assert len(ids) == 12
    assert all(len(identity) == 32 and int(identity, 16) >= 0 for identity in ids)
