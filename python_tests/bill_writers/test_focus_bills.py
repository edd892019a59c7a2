"""FOCUS datasets of the simulator: the columns and form of each version, and exports that grow during the month."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from python_tests.bill_writers.focus_bills import COLUMNS, exports_of, write_dataset
from tools.simulator.calls import Charge, MeterKey

_MONTH = date(2026, 2, 1)
_CHARGES = [
    Charge(
        MeterKey("openai", "a", date(2026, 2, day), "gpt-4.1-2025-04-14", "standard", "", "", "text_input"),
        Decimal(2_000),
        Decimal("0.000002"),
        Decimal("0.004"),
    )
    for day in (2, 20)
]


def _last(version: str) -> bytes:
    [content] = write_dataset("a", version, exports_of(_MONTH)[-1], _CHARGES).values()
    return content


@pytest.mark.parametrize(("version", "columns"), [("1.0", 43), ("1.1", 50), ("1.2", 57), ("1.3", 65)])
def test_a_version_has_its_columns(version: str, columns: int) -> None:
    """As many columns as in the specification, without repetition."""
    assert len(COLUMNS[version]) == len(set(COLUMNS[version])) == columns


def test_csv_of_1_0_is_like_the_published_sample() -> None:
    """1.0 has literal NULLs and instants without a zone. 1.1 is packed, with a byte order mark and a zone."""
    row = next(csv.DictReader(io.StringIO(_last("1.0").decode())))
    assert (row["BilledCost"], row["ChargeClass"], row["ChargePeriodStart"]) == ("0.004", "NULL", "2026-02-02 00:00:00")
    packed = gzip.decompress(_last("1.1"))
    row = next(csv.DictReader(io.StringIO(packed.decode("utf-8-sig"))))
    assert packed.startswith(b"\xef\xbb\xbf")
    assert (row["ChargeClass"], row["ChargePeriodStart"]) == ("", "2026-02-02T00:00:00Z")


@pytest.mark.parametrize(("version", "zone"), [("1.2", "UTC"), ("1.3", None)])
def test_parquet_has_types(version: str, zone: str | None) -> None:
    """Decimals, instants and maps."""
    schema = pq.read_schema(io.BytesIO(_last(version)))
    assert schema.field("BilledCost").type == pa.decimal128(38, 18)
    assert schema.field("ChargePeriodStart").type == pa.timestamp("ms", zone)
    assert schema.field("Tags").type == pa.map_(pa.string(), pa.string())


def test_exports_grow_through_the_month() -> None:
    """The newest day is incomplete. Only the last export has rows that are not usage."""
    sizes = []
    for export in exports_of(_MONTH):
        [content] = write_dataset("a", "1.0", export, _CHARGES).values()
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        sizes.append(len(rows))
        if export.last_day.day == 2:
            assert [row["ConsumedQuantity"] for row in rows] == ["2000"]
    assert len(sizes) == 10
    assert sizes == sorted(sizes)
    assert sizes[0] == 1 and sizes[-2] == 2 and sizes[-1] > 10
