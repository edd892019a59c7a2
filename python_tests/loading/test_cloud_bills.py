"""Bills of AWS and Google as files: JSON Lines, CSV and Parquet through the real command."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from python_tests.bill_writers.aws_bills import line_items, to_legacy_csv, to_lines, to_parquet
from python_tests.bill_writers.gcp_bills import rows
from python_tests.bill_writers.gcp_bills import to_csv as gcp_csv
from python_tests.bill_writers.gcp_bills import to_lines as gcp_lines
from python_tests.bills.aws_bill import bedrock_calls
from python_tests.bills.gcp_bill import gemini_calls
from python_tests.workspace import Workspace
from tokenbooks.warehouse.base import Row
from tools.simulator.amounts import number
from tools.simulator.prices import PriceBook

_ITEMS = line_items(bedrock_calls("111")[:2], PriceBook.read())
_ROWS = rows(gemini_calls("A")[:2], PriceBook.read())
_AWS_LINE = json.loads(to_lines(_ITEMS).splitlines()[0])
_DIGITS = "0.12345678901234567890123"
_GCP_LINE = json.loads(gcp_lines(_ROWS).splitlines()[0])


def _lines(*records: dict[str, Any] | str) -> bytes:
    texts = (record if isinstance(record, str) else json.dumps(record) for record in records)
    return "".join(f"{text}\n" for text in texts).encode()


def _without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


class Loaded:
    """The result of loading some files with one command."""

    def __init__(self, workspace: Workspace, files: dict[str, bytes]) -> None:
        """Land the files and load them."""
        for path, content in files.items():
            workspace.land(path, content)
        self.workspace = workspace
        self.done = workspace.load(checks=False)

    def records(self, file: str) -> list[dict[str, Any]]:
        """The accepted records of a file."""
        found = self.workspace.query(
            f"select record from raw.{file.split('/')[0]} inner join raw.deliveries using (delivery_id)"
            f" where file = '{file}' order by record_number"
        )
        return [json.loads(record, parse_float=str) for (record,) in found]

    def rejected(self, file: str) -> list[Row]:
        """The number, reason and detail of each refused record."""
        return self.workspace.query(
            f"select record_number, reason, detail from raw.rejected_records where file = '{file}' order by 1"
        )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Good files and bad ones."""
    packed = gzip.compress(to_lines(_ITEMS) * 500)
    parquet = to_parquet(_ITEMS)
    lines = _lines(
        {**_AWS_LINE, "line_item_brand_new": {"any": 1}},
        "{broken",
        _without(_AWS_LINE, "line_item_unblended_cost"),
        {"lineItem/UsageType": "x", "line_item_usage_type": "x", **_AWS_LINE},
        {**_AWS_LINE, "product": '{"product_name": "as text", "tier": 0.10}'},
        json.dumps({**_AWS_LINE, "line_item_unblended_cost": "digits"}).replace('"digits"', _DIGITS),
    )
    bare_header = gcp_csv(_ROWS).replace(b"sku.description", b"name_of_sku")
    return Loaded(
        Workspace(tmp_path_factory.mktemp("cloud_bills")),
        {
            "aws_cur/lines.jsonl": lines,
            "aws_cur/early_end.jsonl.gz": packed[: len(packed) // 2],
            "aws_cur/legacy.csv.gz": to_legacy_csv(_ITEMS),
            "aws_cur/current.parquet": parquet,
            "aws_cur/cut.parquet": parquet[: len(parquet) // 2],
            "aws_cur/empty.jsonl": b"",
            "gcp_billing/lines.jsonl": _lines(_GCP_LINE, _without(_GCP_LINE, "usage"), _without(_GCP_LINE, "sku")),
            "gcp_billing/flat.csv": gcp_csv(_ROWS),
            "gcp_billing/header.csv": bare_header,
            "gcp_billing/aws.parquet": parquet,
        },
    )


def test_bad_lines_are_rejected_by_name_and_the_rest_loads(loaded: Loaded) -> None:
    """A line that is not JSON, lacks a required column or repeats one is refused. A new column is kept."""
    reasons = [(line, reason) for line, reason, _ in loaded.rejected("aws_cur/lines.jsonl")]
    assert reasons == [(2, "not_json"), (3, "wrong_columns"), (4, "wrong_columns")]
    details = [detail for _, _, detail in loaded.rejected("aws_cur/lines.jsonl")]
    assert "line_item_unblended_cost" in details[1]
    assert "the header repeats: line_item_usage_type" in details[2]
    first, parsed, exact = loaded.records("aws_cur/lines.jsonl")
    assert first["line_item_brand_new"] == {"any": 1}
    assert parsed["product"] == {"product_name": "as text", "tier": "0.10"}
    assert exact["line_item_unblended_cost"] == _DIGITS


def test_a_stream_of_lines_that_ends_early_keeps_its_whole_lines(loaded: Loaded) -> None:
    """The lines before the end are loaded. The line in which it ends is refused."""
    kept = loaded.records("aws_cur/early_end.jsonl.gz")
    assert kept
    assert [(line, reason) for line, reason, _ in loaded.rejected("aws_cur/early_end.jsonl.gz")] == [
        (len(kept) + 1, "truncated_gzip")
    ]


def test_every_form_of_a_report_is_the_same_line(loaded: Loaded) -> None:
    """Legacy CSV and 2.0 as Parquet have the same names and exactly the same numbers."""
    legacy, current = loaded.records("aws_cur/legacy.csv.gz"), loaded.records("aws_cur/current.parquet")
    assert len(legacy) == len(current) == len(_ITEMS)
    for item, csv_row, parquet_row in zip(_ITEMS, legacy, current, strict=True):
        for name in ("line_item_usage_type", "line_item_usage_account_id", "pricing_unit"):
            assert csv_row[name] == parquet_row[name]
        assert (
            number(csv_row["line_item_unblended_cost"]) == number(parquet_row["line_item_unblended_cost"]) == item.cost
        )
        assert parquet_row["line_item_usage_start_date"] == csv_row["line_item_usage_start_date"]
        assert parquet_row["product"]["servicename"] == csv_row["product_servicename"]
        assert {"resourceTags/user:Team", "resourceTags/user:team"} <= csv_row.keys()


def test_a_file_that_is_cut_off_or_of_another_source_is_refused(loaded: Loaded) -> None:
    """A cut Parquet file, a report among exports, a header without the SKU. An empty file has no records."""
    found = {
        file: [(line, reason) for line, reason, _ in loaded.rejected(file)]
        for file in ("aws_cur/cut.parquet", "gcp_billing/aws.parquet", "gcp_billing/header.csv", "aws_cur/empty.jsonl")
    }
    assert found == {
        "aws_cur/cut.parquet": [(0, "corrupt_parquet")],
        "gcp_billing/aws.parquet": [(0, "wrong_source")],
        "gcp_billing/header.csv": [(0, "wrong_source")],
        "aws_cur/empty.jsonl": [],
    }
    [(_, _, detail)] = loaded.rejected("gcp_billing/header.csv")
    assert "SKU (sku or sku_description)" in detail


def test_rows_of_exports_may_lack_null_values(loaded: Loaded) -> None:
    """A row without usage is a tax or a credit. A row without a SKU is refused. Credits of a flat file are a list."""
    assert [(line, reason) for line, reason, _ in loaded.rejected("gcp_billing/lines.jsonl")] == [(3, "wrong_columns")]
    assert len(loaded.records("gcp_billing/lines.jsonl")) == 2
    assert [row["credits"] for row in loaded.records("gcp_billing/flat.csv")] == [[]] * len(_ROWS)
    assert {"sku_description", "usage_amount", "invoice_month"} <= loaded.records("gcp_billing/flat.csv")[0].keys()
