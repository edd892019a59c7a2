"""Parquet, and the CSV of FOCUS: unchanged values, new columns, missing columns, and damaged files."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from python_tests.workspace import Workspace
from tokenbooks.loading.readers import Reading, read_focus
from tokenbooks.loading.records import FileRefused, Rejection
from tokenbooks.loading.streams import Gunzip
from tokenbooks.loading.validity import JsonJudge

_SAMPLE = Path(__file__).parents[1] / "data" / "focus_sample_1.0.csv"
_CHARGE: dict[str, list[Any]] = {
    "BilledCost": [Decimal("1.50")],
    "BillingCurrency": ["USD"],
    "ChargeCategory": ["Usage"],
    "ChargePeriodStart": [datetime(2026, 3, 1)],
    "ProviderName": ["OpenAI"],
}
_HEADER = ",".join(_CHARGE)
_ROW = "1.50,USD,Usage,2026-03-01,OpenAI"


def _parquet(table: pa.Table, **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


def _charges(**columns: Any) -> pa.Table:
    return pa.table({**_CHARGE, **columns})


def _read(
    content: bytes, name: str = "focus/a/export.parquet"
) -> tuple[list[tuple[int, dict[str, Any]]], list[Rejection]]:
    """The numbers and records of a file, and its rejections."""
    rejected: list[Rejection] = []
    source = Gunzip(io.BytesIO(content)) if name.endswith(".gz") else io.BytesIO(content)
    records: list[tuple[int, dict[str, Any]]] = []
    for table in read_focus(Reading(source, JsonJudge(), rejected.append, name)):
        for number, text in zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True):
            records.append((number, json.loads(text)))
    return records, rejected


def _refusal(content: bytes, name: str = "focus/a/export.parquet") -> Rejection:
    with pytest.raises(FileRefused) as refused:
        _read(content, name)
    return refused.value.rejection


def _value(array: pa.Array) -> Any:
    """The value in the record for a value of a Parquet column."""
    [(_, record)], rejected = _read(_parquet(_charges(x_Value=array)))
    assert not rejected
    return record["x_value"]


@pytest.mark.parametrize(
    ("array", "value"),
    [
        (pa.array([Decimal("12345678901234567890.123456789012345678")]), "12345678901234567890.123456789012345678"),
        (pa.array([Decimal("0E-18")]), "0.000000000000000000"),
        (pa.array([Decimal("-0.000000000001")], pa.decimal256(50, 12)), "-0.000000000001"),
        (pa.array([2**64 - 1], pa.uint64()), 2**64 - 1),
        (pa.array([1e-7]), 1e-7),
        (pa.array([float("nan")]), None),
        (pa.array([float("inf")]), None),
        (pa.array([datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2)))]), "2026-02-28T23:00:00Z"),
        (pa.array([datetime(2026, 3, 1, tzinfo=UTC)], pa.timestamp("ms", "America/New_York")), "2026-03-01T00:00:00Z"),
        (pa.array([datetime(2026, 3, 1, 1, 2, 3, 450_000)]), "2026-03-01T01:02:03.450000Z"),
        (pa.array([123_456_789], pa.timestamp("ns")), "1970-01-01T00:00:00.123456789Z"),
        (pa.array([date(2026, 3, 1)]), "2026-03-01"),
        (pa.array([time(1, 2)]), "01:02:00"),
        (pa.array([True]), True),
        (pa.array([b"caf\xe9"]), "caf\\xe9"),
        (pa.array(["Usage"]).dictionary_encode(), "Usage"),
        (pa.array(["NULL"]), "NULL"),
        (pa.nulls(1), None),
        (pa.array([[("env", "prod"), ("team", "a")]], pa.map_(pa.string(), pa.string())), {"env": "prod", "team": "a"}),
        (
            pa.array([{"cost": Decimal("1E-18"), "kinds": ["a", None]}]),
            {"cost": "0.000000000000000001", "kinds": ["a", None]},
        ),
    ],
)
def test_values_of_parquet_are_preserved(array: pa.Array, value: object) -> None:
    """Decimals keep every digit, instants are in UTC, nested values stay nested, and NaN becomes null."""
    assert _value(array) == value


def test_a_repeated_key_in_a_map_has_its_last_value() -> None:
    """A repeated tag is not a reason to refuse a bill."""
    with pytest.warns(UserWarning, match="already encountered"):
        assert _value(pa.array([[("env", "a"), ("env", "b")]], pa.map_(pa.string(), pa.string()))) == {"env": "b"}


def test_rows_of_parquet_are_counted_over_all_batches() -> None:
    """The record number is the position in the file, whatever the row groups and batches."""
    rows = 25_000
    table = pa.table({name: values * rows for name, values in _CHARGE.items()})
    records, rejected = _read(_parquet(table, row_group_size=7_000))
    assert [number for number, _ in records] == list(range(1, rows + 1))
    assert not rejected


def test_columns_of_parquet_are_found_by_name() -> None:
    """In any order and case, with new columns beside them."""
    table = pa.table({"x_New": [1], **{name.upper(): values for name, values in reversed(_CHARGE.items())}})
    [(_, record)], _ = _read(_parquet(table))
    assert (record["billedcost"], record["x_new"], record["providername"]) == ("1.50", 1, "OpenAI")


def test_a_missing_required_column_is_named() -> None:
    """One of the provider's names is enough."""
    refused = _refusal(_parquet(_charges().drop_columns(["BilledCost", "ProviderName"])))
    assert refused.reason == "wrong_source"
    assert "a header without BilledCost (billedcost), the provider's name (serviceprovidername or " in refused.detail
    assert _read(_parquet(_charges().rename_columns([*list(_CHARGE)[:4], "InvoiceIssuerName"])))[0]
    assert "ChargeCategory (chargecategory)" in _refusal(b"BilledCost,ProviderName\n1,a\n", "focus/a.csv").detail


def test_two_columns_of_one_name_are_refused() -> None:
    """It is unknown which of them counts."""
    refused = _refusal(_parquet(_charges(billedcost=[Decimal(2)])))
    assert (refused.reason, refused.detail) == ("duplicate_header", "the header repeats: billedcost")


@pytest.mark.parametrize("kept", [4, 40, 0.5, 0.99])
def test_a_parquet_file_that_ends_early_is_refused(kept: float) -> None:
    """Its end lists the positions of all data, so nothing of the file can be read."""
    content = _parquet(_charges())
    refused = _refusal(content[: int(kept if kept >= 1 else kept * len(content))])
    assert refused.reason == "corrupt_parquet"
    assert refused.detail.startswith("the file is damaged or cut off: ")


def test_a_damaged_parquet_file_is_refused() -> None:
    """Some of its bytes changed."""
    content = bytearray(_parquet(_charges(), compression="zstd", write_page_checksum=True))
    content[30:60] = bytes(30)
    assert _refusal(bytes(content)).reason == "corrupt_parquet"


def test_a_value_beyond_all_calendars_refuses_its_file() -> None:
    """The message blames the value, because the file is complete."""
    refused = _refusal(_parquet(_charges(x_Value=pa.array([10**18], pa.timestamp("us")))))
    assert refused.detail == (
        "the file holds a value that cannot be read: date value out of range; export it without that value"
    )


def test_an_empty_parquet_file_is_a_delivery_without_records() -> None:
    """For example, an export of a month without charges."""
    assert _read(_parquet(_charges().slice(0, 0))) == ([], [])
    assert _read(b"") == ([], [])


def test_null_in_a_csv_is_a_missing_value() -> None:
    """Quoted or not, in lower or upper case. An empty value, and a word that contains NULL, are kept."""
    rows = f'{_HEADER.lower()},A,B,C,D,E\n{_ROW},NULL,"NULL",null,,NULLABLE\n'
    [(number, record)], rejected = _read(b"\xef\xbb\xbf" + rows.encode(), "focus/a.csv")
    assert number == 2 and not rejected
    assert [record[name] for name in "abcde"] == [None, None, None, "", "NULLABLE"]
    assert record["billedcost"] == "1.50"


def test_a_packed_csv_that_ends_early_keeps_its_whole_lines() -> None:
    """The rejection states that the rest is missing."""
    lines = "".join(f"{_ROW},{number:x}{number * 7919:x}\n" for number in range(2_000))
    packed = gzip.compress(f"{_HEADER},x\n{lines}".encode())
    records, rejected = _read(packed[: len(packed) // 2], "focus/a.csv.gz")
    assert 0 < len(records) < 2_000
    assert [(refused.record_number, refused.reason) for refused in rejected] == [(len(records) + 2, "truncated_gzip")]


def test_the_published_sample_is_read() -> None:
    """25 charges of three providers, with NULL for missing values and a column that is in no version."""
    records, rejected = _read(_SAMPLE.read_bytes(), "focus/sample.csv")
    assert len(records) == 25 and not rejected
    assert {record["providername"] for _, record in records} == {"AWS", "Microsoft", "Oracle"}
    assert all(record["chargeclass"] is None and record["id"] for _, record in records)
    assert records[0][1]["billedcost"] == "0.00000080000"


def test_datasets_land_through_the_command(workspace: Workspace) -> None:
    """CSV, packed CSV and Parquet of one source. Good files pass the checks, and another file is refused."""
    workspace.land("focus/a/2026-04-01/export.csv", _SAMPLE.read_bytes())
    workspace.land("focus/b/export.csv.gz", gzip.compress(f"{_HEADER}\n{_ROW}\n".encode()))
    workspace.land("focus/export.parquet", _parquet(_charges()))
    workspace.land("focus/cut.parquet", _parquet(_charges())[:-1])
    workspace.land("focus/charges.jsonl", "{}\n")
    done = workspace.load(checks=True)
    assert workspace.query(
        "select file, coalesce(billing_account_id, '-'), records, rejected from raw.deliveries order by file"
    ) == [
        ("focus/a/2026-04-01/export.csv", "a", 25, 0),
        ("focus/b/export.csv.gz", "b", 1, 0),
        ("focus/charges.jsonl", "-", 0, 1),
        ("focus/cut.parquet", "-", 0, 1),
        ("focus/export.parquet", "-", 1, 0),
    ]
    assert workspace.query("select file, reason from raw.rejected_records order by file") == [
        ("focus/charges.jsonl", "unexpected_file_type"),
        ("focus/cut.parquet", "corrupt_parquet"),
    ]
    assert "raw.focus" not in done.out
