"""Bad input through the real command: the rest of the file loads and no data is lost.

All files are in one landing zone and are loaded once. Each test checks its own files.
"""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass

import pytest

from python_tests.loading.samples import (
    AZURE_ROW,
    EA_HEADER,
    anthropic_usage_page,
    azure_export,
    azure_query,
    cost_report,
    costs_page,
    daily_cost,
    daily_costs,
    envelope,
    envelopes,
    usage_csv,
    usage_page,
)
from python_tests.programs import Finished
from python_tests.workspace import Workspace
from tokenbooks.warehouse.base import Row

_BAD_LINES: dict[bytes, str | None] = {
    envelope(1, file="lines").encode(): None,
    b"this is not JSON": "not_json",
    b'{"name": "caf\xe9"}': "not_utf8",
    b'"a text"': "not_json",
    b'{"text": "a\\u0000b"}': "null_character",
    b'{"cost": NaN}': "not_json",
    b'{"cost": 1,}': "not_json",
    b'{"cost": 1e999999}': "number_out_of_range",
    b'{"text": "\\ud800"}': "not_json",
    b'{"a":' * 2_000 + b"1" + b"}" * 2_000: "too_deeply_nested",
    b'{"text": "\\\\u0000 and \\ud83d\\ude00", "n": "1e3", "m": -1, "k": 99999999999999999999999999}': None,
    b'{"occurred_at": "2026-03-01T12:00:00"}': None,
    b"\xff" + b"x" * 12_000: "not_utf8",
    envelope(2).encode()[:-5]: "not_json",
}
_REASONS = {number: reason for number, reason in enumerate(_BAD_LINES.values(), 1) if reason}
_GOOD_LINES_BEFORE = 2_000

_HUGE = envelope(1, text="x" * 20_000_000)

_QUERY = "PreTaxCost,UsageQuantity,UsageDate,Meter,Currency"
_QUERY_ROW = '[1.5,0.25,20260301,"5.6 luna Inp Std Gl 1M Tokens","EUR"]'
_COST = '{"amount":"123.78912","currency":"USD","cost_type":"tokens"}'

#: Files that are refused as a whole, and the reasons.
_WRONG_FILES: dict[str, tuple[bytes | str, str]] = {
    "usage/page.jsonl": (costs_page("1"), "wrong_source"),
    "usage/pretty_page.jsonl": (json.dumps(json.loads(costs_page("1")), indent=2), "wrong_source"),
    "usage/table.jsonl": (azure_export(), "wrong_source"),
    "usage/table.csv": (azure_export(EA_HEADER, f"{AZURE_ROW}1"), "unexpected_file_type"),
    "usage/not_packed.jsonl.gz": (envelopes(2), "corrupt_gzip"),
    "openai_costs/envelope.json": (envelope(1), "wrong_source"),
    "openai_costs/chats.json": ('{"data":[{"id":"chatcmpl-1","object":"chat.completion"}]}', "wrong_source"),
    "openai_costs/usage.json": (costs_page("1").replace("costs.result", "usage.completions.result"), "wrong_source"),
    "openai_costs/cut.json": (costs_page("1")[:-20], "not_json"),
    "openai_costs/total.json": (
        daily_costs(daily_cost("1.25", '"0.0125"'), daily_cost("2", "null"), total="3.5"),
        "contradictory_total",
    ),
    "openai_costs/page_total.json": (
        costs_page("1", "2").replace('"has_more"', '"total":{"value":4,"currency":"usd"},"has_more"'),
        "contradictory_total",
    ),
    "anthropic_cost/usage.json": (cost_report('{"uncached_input_tokens":5,"output_tokens":7}'), "wrong_source"),
    "anthropic_cost/openai.json": (costs_page("1"), "wrong_source"),
    "anthropic_cost/cut.json": (cost_report(_COST)[:-20], "not_json"),
    "anthropic_cost/table.csv": (azure_export(EA_HEADER, f"{AZURE_ROW}2"), "unexpected_file_type"),
    "azure_cost/undated.json": (azure_query("PreTaxCost,UsageQuantity,Meter,Currency"), "undated_rows"),
    "azure_cost/monthly.json": (
        azure_query("PreTaxCost,UsageQuantity,BillingMonth,Meter,Currency"),
        "undated_rows",
    ),
    "azure_cost/unmetered.json": (azure_query("PreTaxCost,UsageQuantity,UsageDate,Currency"), "wrong_source"),
    "azure_cost/twice.json": (azure_query(f"{_QUERY},usagedate"), "duplicate_header"),
    "azure_cost/page.json": (costs_page("3"), "wrong_source"),
    "azure_cost/cut.json": (azure_query(_QUERY, _QUERY_ROW)[:-20], "not_json"),
    "openai_costs/latin.json": (b"\xff\xfe{}", "not_utf8"),
    "openai_usage/costs.json": (costs_page("1"), "wrong_source"),
    "openai_usage/undeclared.json": (
        usage_page('"amount":{"value":1}').replace('"object":"org', '"o":"'),
        "wrong_source",
    ),
    "openai_usage/anthropic.json": (anthropic_usage_page('{"output_tokens":1}'), "wrong_source"),
    "openai_usage/lines.json": (envelopes(2), "not_json"),
    "anthropic_usage/openai.json": (usage_page('"input_tokens":1'), "wrong_source"),
    "anthropic_usage/costs.json": (anthropic_usage_page('{"amount":"123.78912","currency":"USD"}'), "wrong_source"),
    "openai_usage_csv/azure.csv": (azure_export(), "wrong_source"),
    "openai_usage_csv/page.csv": (usage_page('"input_tokens":1'), "wrong_source"),
    "openai_usage_csv/doubled.csv": (usage_csv(columns=",model,Model"), "duplicate_header"),
    "azure_cost/focus.csv": ("BilledCost,ChargePeriodStart\n1,2026-03-01\n", "wrong_source"),
    "azure_cost/lines.csv": (envelopes(2), "wrong_source"),
    "azure_cost/wide.csv": (azure_export().encode("utf-16"), "wrong_source"),
    "azure_cost/doubled.csv": (azure_export(f"{EA_HEADER},date", f"{AZURE_ROW},x"), "duplicate_header"),
}


@dataclass(frozen=True)
class Loaded:
    """The warehouse after the load."""

    workspace: Workspace
    done: Finished

    def counts(self, file: str) -> list[Row]:
        """The numbers of accepted and rejected records in the ledger."""
        return self.workspace.query(f"select records, rejected from raw.deliveries where file = '{file}'")

    def numbers(self, file: str) -> list[int]:
        """The numbers of the accepted records."""
        rows = self.workspace.query(
            f"select record_number from raw.{file.split('/')[0]} inner join raw.deliveries using (delivery_id)"
            f" where file = '{file}' order by 1"
        )
        return [number for (number,) in rows]

    def rejected(self, file: str) -> list[Row]:
        """Number, reason, detail and text of the rejected records."""
        return self.workspace.query(
            f"select record_number, reason, detail, record from raw.rejected_records where file = '{file}' order by 1"
        )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """All the bad files, loaded."""
    workspace = Workspace(tmp_path_factory.mktemp("bad_input"))
    workspace.land("usage/lines.jsonl", b"\n".join(_BAD_LINES))
    # Among many good lines, the same bad lines take the fast path.
    good = envelopes(_GOOD_LINES_BEFORE).rstrip().encode()
    workspace.land("usage/many_lines.jsonl", b"\n".join([good, *_BAD_LINES]))
    workspace.land("usage/huge.jsonl", f"{envelope(3)}\n{_HUGE}\n{envelope(4)}\n")
    too_long = [envelopes(1, start=5).encode(), b"x" * 70_000_000, b"\n", envelopes(1, start=6).encode()]
    workspace.land("usage/too_long.jsonl", b"".join(too_long))
    workspace.land("usage/empty.jsonl", b"")
    workspace.land("openai_costs/empty.json", b"")
    workspace.land("azure_cost/empty.csv.gz", b"")
    packed = gzip.compress(_noisy_lines())
    workspace.land("usage/early_end.jsonl.gz", packed[: len(packed) // 2])
    rows = gzip.compress(
        azure_export(EA_HEADER, *(f"{AZURE_ROW[:-3]}{os.urandom(30).hex()}" for _ in range(99))).encode()
    )
    workspace.land("azure_cost/early_end.csv.gz", rows[: len(rows) // 2])
    damaged = bytearray(gzip.compress(envelopes(50_000).encode()))
    damaged[-6] ^= 0xFF
    workspace.land("usage/damaged.jsonl.gz", bytes(damaged))
    rows_with_faults = azure_export(
        EA_HEADER, AZURE_ROW, f"{AZURE_ROW},more", "2026-03-01,short", '2026-03-01,"two\nlines",1,1M,2,USD', AZURE_ROW
    ).encode()
    workspace.land(
        "azure_cost/rows.csv",
        rows_with_faults + b"2026-03-01,caf\xe9,1,1M,2,USD\n" + b'2026-03-01,"open,1,1M,2,USD\n',
    )
    page = costs_page("1", "2").replace('"data":[', '"data":[{"error":"timeout"},')
    workspace.land("openai_costs/mixed.json", page)
    workspace.land(
        "openai_costs/daily.json",
        daily_costs(
            daily_cost("1.25", '"0.0125"'),
            daily_cost("1.25", '"1.25"'),
            daily_cost("0.314159265358979", '"0.00314159"'),
            daily_cost("40", '"0"'),
            daily_cost('"much"', '"0.5"'),
            daily_cost("7", "null"),
            "{}",
            total="99.814",
        ),
    )
    pages = [azure_query(_QUERY, _QUERY_ROW, "[1]"), azure_query(_QUERY, '"x"', _QUERY_ROW)]
    workspace.land("azure_cost/query.json", f"[{','.join(pages)}]")
    workspace.land("azure_cost/new_column.json", azure_query(f"{_QUERY},New", f'{_QUERY_ROW[:-1]},"x"]'))
    workspace.land("anthropic_cost/acc/mixed.json", cost_report(_COST).replace('"data":[', '"data":[{"error":1},'))
    workspace.land("anthropic_cost/acc/empty_day.json", cost_report())
    page = usage_page("", '"input_tokens":1').replace('"data":[', '"data":[{"error":"timeout"},')
    workspace.land("openai_usage/mixed.json", page)
    workspace.land("openai_usage_csv/rows.csv", usage_csv(",m,1.0,2.0,0.0", "", ",m,1.0", ",m,1.0,2.0,0.0,9", ""))
    workspace.land("openai_usage_csv/empty_day.csv", usage_csv("", columns=""))
    rows = gzip.compress(usage_csv(*(f",{os.urandom(30).hex()},1.0,2.0,0.0" for _ in range(99))).encode())
    workspace.land("openai_usage_csv/early_end.csv.gz", rows[: len(rows) // 2])
    (workspace.landing / "usage" / os.fsdecode(b"caf\xe9.jsonl")).write_text(envelopes(1, start=7))
    for path, (content, _) in _WRONG_FILES.items():
        workspace.land(path, content)
    return Loaded(workspace, workspace.load(checks=True))


def _noisy_lines() -> bytes:
    return b"".join(b'{"noise": "%s"}\n' % os.urandom(30).hex().encode() for _ in range(1_000))


def test_bad_lines_are_rejected_one_by_one(loaded: Loaded) -> None:
    """In a short and in a long file, each bad line is rejected for its reason and each good line is kept."""
    kept = len(_BAD_LINES) - len(_REASONS)
    assert loaded.counts("usage/lines.jsonl") == [(kept, len(_REASONS))]
    assert {row[0]: row[1] for row in loaded.rejected("usage/lines.jsonl")} == _REASONS
    assert loaded.counts("usage/many_lines.jsonl") == [(_GOOD_LINES_BEFORE + kept, len(_REASONS))]
    shifted = {number + _GOOD_LINES_BEFORE: reason for number, reason in _REASONS.items()}
    assert {row[0]: row[1] for row in loaded.rejected("usage/many_lines.jsonl")} == shifted


def test_rejected_text_is_readable_and_bounded(loaded: Loaded) -> None:
    """Invalid bytes are escaped. The detail states whether the text was cut or ends early."""
    rejected = {number: (detail, record) for number, _, detail, record in loaded.rejected("usage/lines.jsonl")}
    assert rejected[3][1] == '{"name": "caf\\xe9"}'
    assert "cut to 10,000 of 12,004 characters" in rejected[13][0]
    assert len(rejected[13][1]) == 10_000
    assert "the file ends inside this line" in rejected[14][0]


def test_an_empty_file_is_a_delivery_without_records(loaded: Loaded) -> None:
    """It is in the ledger, so it is not read again."""
    for file in ("usage/empty.jsonl", "openai_costs/empty.json", "azure_cost/empty.csv.gz"):
        assert loaded.counts(file) == [(0, 0)]
        assert loaded.rejected(file) == []


def test_a_line_of_20_megabytes_loads(loaded: Loaded) -> None:
    """It loads completely, with its neighbours."""
    assert loaded.numbers("usage/huge.jsonl") == [1, 2, 3]
    assert loaded.workspace.query("select max(length(record)) from raw.usage") == [(len(_HUGE),)]


def test_a_line_beyond_all_bounds_is_rejected(loaded: Loaded) -> None:
    """The neighbouring lines load."""
    assert loaded.numbers("usage/too_long.jsonl") == [1, 3]
    assert [row[:2] for row in loaded.rejected("usage/too_long.jsonl")] == [(2, "too_long")]


@pytest.mark.parametrize("file", _WRONG_FILES)
def test_a_wrong_file_is_rejected_as_a_whole(loaded: Loaded, file: str) -> None:
    """One rejected record represents the file and shows its beginning."""
    assert loaded.counts(file) == [(0, 1)]
    ((number, reason, _, record),) = loaded.rejected(file)
    assert (number, reason) == (0, _WRONG_FILES[file][1])
    assert record


def test_a_gzip_that_ends_early_keeps_its_whole_lines(loaded: Loaded) -> None:
    """The line in which it ends is rejected."""
    for file, first in (
        ("usage/early_end.jsonl.gz", 1),
        ("azure_cost/early_end.csv.gz", 2),
        ("openai_usage_csv/early_end.csv.gz", 2),
    ):
        numbers = loaded.numbers(file)
        assert numbers
        assert numbers == list(range(first, numbers[-1] + 1))
        assert [row[:2] for row in loaded.rejected(file)] == [(numbers[-1] + 1, "truncated_gzip")]


def test_a_damaged_gzip_is_not_half_loaded(loaded: Loaded) -> None:
    """Its checksum is at its end, so the records that were read before are dropped again."""
    assert loaded.counts("usage/damaged.jsonl.gz") == [(0, 1)]
    assert loaded.numbers("usage/damaged.jsonl.gz") == []
    assert [row[:2] for row in loaded.rejected("usage/damaged.jsonl.gz")] == [(0, "corrupt_gzip")]


def test_bad_rows_of_a_csv_are_rejected_one_by_one(loaded: Loaded) -> None:
    """Records are numbered by the line on which they begin."""
    assert loaded.numbers("azure_cost/rows.csv") == [2, 5, 7]
    assert [row[:2] for row in loaded.rejected("azure_cost/rows.csv")] == [
        (3, "wrong_field_count"),
        (4, "wrong_field_count"),
        (8, "not_utf8"),
        (9, "not_csv"),
    ]


def test_a_page_with_something_else_among_its_buckets(loaded: Loaded) -> None:
    """Only the element that is not a bucket is rejected."""
    for file in ("openai_costs/mixed.json", "openai_usage/mixed.json"):
        assert loaded.numbers(file) == [2, 3]
        assert [row[:2] for row in loaded.rejected(file)] == [(1, "not_a_bucket")]


def test_a_day_without_usage_is_accepted(loaded: Loaded) -> None:
    """Its row has only its times, among other rows or alone. Any other short row is rejected."""
    assert loaded.numbers("openai_usage_csv/rows.csv") == [2, 3, 6]
    assert [row[:2] for row in loaded.rejected("openai_usage_csv/rows.csv")] == [
        (4, "wrong_field_count"),
        (5, "wrong_field_count"),
    ]
    assert loaded.counts("openai_usage_csv/empty_day.csv") == [(1, 0)]


def test_rows_of_daily_costs_that_contradict_themselves(loaded: Loaded) -> None:
    """Cents differ from a hundred times the dollars by more than rounding. Malformed numbers are left to the models."""
    assert loaded.numbers("openai_costs/daily.json") == [1, 3, 5, 6]
    rejected = loaded.rejected("openai_costs/daily.json")
    assert [row[:2] for row in rejected] == [(2, "contradictory_cost"), (4, "contradictory_cost"), (7, "not_a_row")]
    assert "cost is 1.25 cents and cost_in_major 1.25, which is 125 cents" in rejected[0][2]


def test_a_total_that_is_wrong_names_both_numbers(loaded: Loaded) -> None:
    """The total of the page and the sum of its amounts."""
    for file, stated, found in (
        ("openai_costs/total.json", "a total of 3.5", "add up to 3.25"),
        ("openai_costs/page_total.json", "a total of 4", "add up to 3"),
    ):
        ((_, _, detail, _),) = loaded.rejected(file)
        assert stated in detail
        assert found in detail


def test_rows_of_a_query_are_counted_through_its_pages(loaded: Loaded) -> None:
    """A malformed row is rejected alone, and an extra column is accepted."""
    assert loaded.numbers("azure_cost/query.json") == [1, 4]
    assert [row[:2] for row in loaded.rejected("azure_cost/query.json")] == [
        (2, "wrong_field_count"),
        (3, "wrong_field_count"),
    ]
    assert loaded.counts("azure_cost/new_column.json") == [(1, 0)]


def test_a_query_without_days_is_refused_with_advice(loaded: Loaded) -> None:
    """The detail names the missing column, and the column that is not sufficient."""
    for file, words in (
        ("azure_cost/undated.json", "granularity Daily, which adds UsageDate"),
        ("azure_cost/monthly.json", "BillingMonth has only its month"),
    ):
        ((_, _, detail, _),) = loaded.rejected(file)
        assert words in detail


def test_buckets_of_a_cost_report(loaded: Loaded) -> None:
    """A bucket without results is a record. An element that is not a bucket is rejected alone."""
    assert loaded.counts("anthropic_cost/acc/empty_day.json") == [(1, 0)]
    assert loaded.numbers("anthropic_cost/acc/mixed.json") == [2]
    assert [row[:2] for row in loaded.rejected("anthropic_cost/acc/mixed.json")] == [(1, "not_a_bucket")]


def test_a_file_name_with_invalid_bytes_is_escaped(loaded: Loaded) -> None:
    """The file loads."""
    assert loaded.counts("usage/caf\\xe9.jsonl") == [(1, 0)]


def test_failing_checks_are_printed(loaded: Loaded) -> None:
    """The load succeeds."""
    for expected in ("failed checks", "envelopes have the time of the call", "at most 1 record in 100 is rejected"):
        assert expected in loaded.done.out


def test_every_rejected_record_is_counted(loaded: Loaded) -> None:
    """The ledger and the table of rejected records agree."""
    assert loaded.workspace.query("select sum(rejected) from raw.deliveries") == loaded.workspace.query(
        "select count(*) from raw.rejected_records"
    )


def test_an_unreadable_file_is_tried_again(workspace: Workspace) -> None:
    """It has one entry, whatever the number of loads, until it can be read."""
    count = "select count(*) from raw.rejected_records where reason = 'unreadable_file' and record_number = 0"
    workspace.land("usage/good.jsonl", envelopes(1))
    (workspace.landing / "usage/bad.jsonl").symlink_to("nowhere")
    os.mkfifo(workspace.landing / "usage/pipe.jsonl")
    for _ in range(2):
        done = workspace.load(code=1)
        assert "cannot read usage/bad.jsonl: no such file or directory" in done.err
        assert "cannot read usage/pipe.jsonl: not a regular file; remove it" in done.err
        assert workspace.query(count) == [(2,)]
        assert workspace.query("select file from raw.deliveries") == [("usage/good.jsonl",)]
    workspace.load("openai_costs")
    assert workspace.query(count) == [(2,)]
    for path in ("usage/pipe.jsonl", "usage/bad.jsonl"):
        (workspace.landing / path).unlink()
    workspace.land("usage/bad.jsonl", envelopes(2))
    workspace.load()
    assert workspace.query(count) == [(0,)]
    assert workspace.query("select sum(records) from raw.deliveries") == [(3,)]
