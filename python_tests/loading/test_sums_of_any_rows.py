"""Whatever the rows of a bill hold: their sums have what the models read of them, and the other rows stay the same."""

from __future__ import annotations

import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_tests.loading.summed_bills import AWS, AZURE, FOCUS, GOOGLE, SUMMED_BILLS, Bill
from tokenbooks.loading.readers import Reading, csv_blocks
from tokenbooks.loading.readers.row_sums import SUMMED_ROWS
from tokenbooks.loading.records import FileRefused
from tokenbooks.loading.validity import JsonJudge

# A map with a key twice keeps the last value, and Arrow warns of it.
pytestmark = pytest.mark.filterwarnings("ignore:Encountered key")
Record = Mapping[str, Any]
_TWELFTH = Decimal("1e-12")
# Of these dates all sources read the first ones, and Azure also those with slashes.
_DATES = ["2026-03-01", "2026-03-01T05:00:00Z", "2026-03-01 06:00:00 UTC", "2026-03-01T07:00:00.250"]
_SLASHED = ["03/01/2026", "03/31/2026", "3/1/2026"]
_NO_DATES = [
    "", "2026-02-29", "2026-13-45", "2026-03-01 or so", "2026-03-01T25:61:99Z", "2026-03-01T24:00:00Z", "02/30/2026",
    "0026-03-01", "2026-03-01T05:00:00+02:00", "20260301", " 2026-03-01",
]  # fmt: skip
_NUMBERS = ["1", "0.1", "2.50", "+3", "-4", "-0", "1e-05", "1.2E-05", "0.0000000000005", "9999999.9"]
_NO_NUMBERS = ["", " ", " 1", "$1", "1,000.00", "12345678", "NaN", "1e400", "many", "0x1"]
_TEXTS = ["", "", " ", "a", "A", "Usage", "Storage", "1 Hour", "Compute", "Claude", "é", '"', "null", "NULL", "[1", "0"]
_PRODUCTS = [
    "", "{}", "[]", "{", '{"servicename": "Amazon Simple Storage Service", "license_model": "Bring your own"}',
    '{"servicename": "Amazon Simple Storage Service", "vpcnetworkingsupport": "true"}', '{"servicename": ""}',
    '{"servicename": null, "region": "us-east-1"}', '{"servicename": 1}', '{"product_name": "Claude Opus"}',
]  # fmt: skip
_COMPANIES = ["Microsoft", "Amazon Web Services, Inc.", "Google", "Groq", "Azurite", "", " "]


def _text(value: Any) -> Any:
    """A value as a model reads it. A number stays one, as engines spell it in several ways."""
    if isinstance(value, bool) or value is None:
        return value
    return float(value) if isinstance(value, int | float) else value


def _read(bill: Bill, record: Record, columns: list[str]) -> Any:
    """The value of a field, from the first of its columns that is present."""
    for column in columns:
        steps = column.split(".")
        value = reduce(lambda found, step: found.get(step) if isinstance(found, dict) else None, steps, record)
        if value is not None and not (bill.is_filled and value == ""):
            return _text(value)
    return None


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(_TWELFTH, ROUND_HALF_UP)


def _totals(bill: Bill, records: list[Record]) -> dict[tuple[Any, ...], list[Decimal]]:
    """The number of rows and the sums of the numbers, for all that the models read alike."""
    totals: defaultdict[tuple[Any, ...], list[Decimal]] = defaultdict(lambda: [Decimal()] * (1 + len(bill.numbers)))
    for record in records:
        values = {name: _read(bill, record, columns) for name, columns in bill.fields.items()}
        numbers = ["" if values[name] is None else str(values.pop(name)) for name in bill.numbers]
        for name in bill.numbers:
            values.pop(name, None)
        day = values.pop(bill.date)
        # A model may read the sign of a number, and whether there is one.
        signs = [number and number.startswith("-") for number in numbers] if bill is FOCUS else []
        key = (day[:10], *values.items(), *(number != "" for number in numbers), *signs)
        added = [Decimal(record.get(SUMMED_ROWS, 1)), *(_decimal(number or 0) for number in numbers)]
        totals[key] = [one + other for one, other in zip(totals[key], added, strict=True)]
    return dict(totals)


def _records(bill: Bill, content: bytes, ending: str) -> dict[int, Record]:
    rejected: list[Any] = []
    reading = Reading(io.BytesIO(content), JsonJudge(), rejected.append, f"{bill.file}.{ending}")
    records: dict[int, Record] = {}
    for table in bill.reader(reading):
        for number, text in zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True):
            assert number not in records
            records[number] = json.loads(text)
    assert not rejected
    return records


def _assert_summed(bill: Bill, rows: dict[int, Record], records: dict[int, Record]) -> int:
    """Compare rows with their records, of which some are sums. Returns the number of rows that were summed."""
    sums = [record for record in records.values() if SUMMED_ROWS in record]
    kept = {number: record for number, record in records.items() if SUMMED_ROWS not in record}
    assert kept == {number: rows[number] for number in kept}
    summed = [row for number, row in rows.items() if number not in kept]
    assert _totals(bill, sums) == _totals(bill, summed)
    for row in summed:  # is accepted by the models
        days = [row[column] for column in bill.fields[bill.date] if row.get(column) is not None]
        assert all(isinstance(day, str) and day not in _NO_DATES for day in days)
        assert bill is AZURE or not set(days) & set(_SLASHED)
        for name in bill.numbers:
            for value in (row[column] for column in bill.fields[name] if row.get(column) not in (None, "")):
                assert re.fullmatch(r"[-+]?[0-9]{1,7}(\.[0-9]*)?([eE]-[0-9]{1,3})?", str(value))
        assert _read(bill, row, bill.fields["cost"]) not in (None, "")
    return len(summed)


def _column(bill: Bill, name: str) -> st.SearchStrategy[str]:
    """Texts of a column. A row may be summed if all of them are usual."""
    if name in bill.fields[bill.date]:
        usual, odd = [*_DATES, *(_SLASHED if bill is AZURE else [])], [*_NO_DATES, *_SLASHED]
    elif any(name in bill.fields[number] for number in bill.numbers):
        usual, odd = _NUMBERS, _NO_NUMBERS
    elif name == "product" and bill is AWS:
        usual, odd = _PRODUCTS[4:6], _PRODUCTS
    elif bill.form.sums and name in bill.form.sums.companies:
        usual, odd = _COMPANIES[:1], _COMPANIES
    elif name == "credits":
        usual, odd = ["[]", ""], ['[{"amount": "-1"}]']
    else:
        usual, odd = ["Storage", "Compute"], _TEXTS
    return st.sampled_from(usual * 4 * len(odd) + odd * len(usual))


def _columns(bill: Bill) -> list[str]:
    columns = [column.partition(".")[0] for columns in bill.fields.values() for column in columns]
    others = ["credits"] if bill is GOOGLE else []
    nested = bill.form.sums.never_with if bill.form.sums else set()
    return [name for name in dict.fromkeys(["resourceid", *columns, *others]) if name not in nested]


@st.composite
def _tables(draw: st.DrawFn, bill: Bill) -> tuple[list[str], list[list[str]]]:
    """A header with each required fact, and rows. Most files have one spelling of each field, and some have several."""
    spellings = [draw(st.sampled_from(columns)) for columns in bill.form.required.values()]
    others = draw(st.lists(st.sampled_from(_columns(bill)), max_size=12, unique=True))
    header = list(dict.fromkeys([*spellings, *others, *(bill.form.sums.services[-1:] if bill.form.sums else ())]))
    nested = bill.form.sums.never_with if bill.form.sums else set()
    header = [name for name in header if name not in nested]
    if bill is GOOGLE:
        header = list(dict.fromkeys([*header, "service_description", "sku_description"]))
    row = st.tuples(*(_column(bill, name) for name in header)).map(list)
    rows = draw(st.lists(row, min_size=1, max_size=4))
    return header, draw(st.lists(st.sampled_from(rows), min_size=1, max_size=12))


def _csv_line(values: list[str]) -> str:
    return ",".join('"' + value.replace('"', '""') + '"' for value in values) + "\n"


@pytest.mark.parametrize("bill", SUMMED_BILLS, ids=lambda bill: bill.macro)
def test_sums_of_csv(bill: Bill) -> None:
    """All fields that a model reads are the same, however fields are spelled and whatever is empty."""
    counted = Counter[str]()

    @settings(deadline=None, max_examples=40, derandomize=True, database=None)
    @given(_tables(bill))
    def compare(table: tuple[list[str], list[list[str]]]) -> None:
        header, rows = table
        content = "".join([_csv_line(header), *map(_csv_line, rows)]).encode()
        found: list[dict[int, Record] | str] = []
        for small in (10**12, 0):
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(csv_blocks, "SMALL", small)
                try:
                    found.append(_records(bill, content, "csv"))
                except FileRefused as refused:
                    found.append(refused.rejection.reason)
        by_row, at_once = found
        if isinstance(by_row, str) or isinstance(at_once, str):
            assert by_row == at_once
        else:
            counted["summed"] += _assert_summed(bill, by_row, at_once)
            counted["rows"] += len(rows)

    compare()
    assert counted["summed"] * 10 > counted["rows"], counted


_AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
_INSTANTS = [_AT, _AT + timedelta(hours=1), _AT + timedelta(microseconds=250_000), _AT + timedelta(days=1)]
_WORDS = ["Storage", "Compute", "", "Claude"]
#: Values by Arrow type. An instant without a zone is in UTC.
_TYPES: dict[str, tuple[pa.DataType, list[Any]]] = {
    "string": (pa.string(), _WORDS),
    "large_string": (pa.large_string(), _WORDS),
    "string_view": (pa.string_view(), _WORDS),
    "binary_view": (pa.binary_view(), [b"Storage"]),
    "list_view": (pa.list_view(pa.string()), [[], ["Storage"]]),
    "dictionary": (pa.dictionary(pa.int32(), pa.string()), _WORDS),
    "dictionary of numbers": (pa.dictionary(pa.int32(), pa.int64()), [1, 2]),
    "binary": (pa.binary(), [b"Storage", b"\xff"]),
    "null": (pa.null(), [None]),
    "bool": (pa.bool_(), [True, False]),
    "int8": (pa.int8(), [1, -1]),
    "int64": (pa.int64(), [1, 20260301, 2**60]),
    "uint64": (pa.uint64(), [1, 2**64 - 1]),
    "float16": (pa.float16(), [1.5]),
    "float32": (pa.float32(), [0.1, 1.5, float("nan"), 1e30]),
    "float64": (pa.float64(), [0.1, 1e-7, -2.5, float("inf"), 1e16, 123456789.0]),
    "decimal32": (pa.decimal32(9, 2), [Decimal("1.50"), Decimal("-1.50")]),
    "decimal64": (pa.decimal64(18, 2), [Decimal("1.50")]),
    "decimal128": (pa.decimal128(38, 18), [Decimal("1.50"), Decimal("1e-18"), Decimal("-3")]),
    "decimal128 of a fraction": (pa.decimal128(18, 18), [Decimal("0.50"), Decimal("-0.25"), Decimal(0)]),
    "decimal128 of all digits": (pa.decimal128(38, 38), [Decimal("0.5")]),
    "decimal256": (pa.decimal256(50, 10), [Decimal("1.5")]),
    "date32": (pa.date32(), [date(2026, 3, 1), date(2026, 3, 2)]),
    "date64": (pa.date64(), [date(2026, 3, 1), date(1, 1, 1)]),
    "timestamp s": (pa.timestamp("s"), [at.replace(tzinfo=None, microsecond=0) for at in _INSTANTS]),
    "timestamp ms": (pa.timestamp("ms", "UTC"), _INSTANTS),
    "timestamp us": (pa.timestamp("us"), [at.replace(tzinfo=None) for at in _INSTANTS]),
    "timestamp of a zone": (pa.timestamp("us", "America/New_York"), _INSTANTS),
    "timestamp ns": (pa.timestamp("ns", "UTC"), _INSTANTS),
    "time32": (pa.time32("s"), [time(5)]),
    "time64": (pa.time64("us"), [time(5, 0, 0, 1)]),
    "duration": (pa.duration("s"), [timedelta(hours=1)]),
    "list": (pa.list_(pa.string()), [[], ["Storage"]]),
    "struct": (pa.struct([("region", pa.string()), ("servicename", pa.string())]), [{"region": "eu"}, {"region": ""}]),
    "map": (pa.map_(pa.string(), pa.string()), [[("region", "eu"), ("os", "x")], [("os", "Model")], [("a", "b")] * 2]),
    "map of numbers": (pa.map_(pa.string(), pa.int64()), [[("region", 1)]]),
}
_USUAL: dict[str, tuple[pa.DataType, list[Any]]] = {
    "text": (pa.string(), ["Storage", "Compute", None]),
    "company": (pa.string(), ["Microsoft"]),
    "date": _TYPES["timestamp us"],
    "number": (pa.float64(), [0.1, 1.5, 1e-7, 2.0]),
}


def _usual(bill: Bill, name: str) -> tuple[pa.DataType, list[Any]]:
    if name in bill.fields[bill.date]:
        return _USUAL["date"]
    if any(name in bill.fields[number] for number in bill.numbers):
        return _USUAL["number"]
    return _USUAL["company" if bill.form.sums and name in bill.form.sums.companies else "text"]


_REQUIRED = {
    bill.macro: [
        *(columns[-1] for columns in bill.form.required.values()),
        *(bill.form.sums.services[-1:] if bill.form.sums else ()),
    ]
    for bill in (AWS, FOCUS, GOOGLE)
}


def _assert_parquet(bill: Bill, table: pa.Table, *, is_int96: bool = False) -> int:
    """Compare a Parquet file with its rows. Returns the number of rows that were summed."""
    content = io.BytesIO()
    pq.write_table(table, content, use_deprecated_int96_timestamps=is_int96)
    written = pq.read_table(io.BytesIO(content.getvalue()))
    header = bill.form.header(written.column_names, "")
    columns = [column.to_pylist(maps_as_pydicts="lossy") for column in written.columns]
    texts = [bill.form.record(header, row) for row in zip(*columns, strict=True)]
    rows = {number: json.loads(text) for number, text in enumerate(texts, start=1)}
    return _assert_summed(bill, rows, _records(bill, content.getvalue(), "parquet"))


#: A column of each kind: date, service, company, name, key, number, nested, and one that sums leave out.
_KINDS_OF_COLUMNS = [
    (AWS, "line_item_usage_start_date"),
    (AWS, "line_item_product_code"),
    (AWS, "line_item_usage_type"),
    (AWS, "bill_payer_account_id"),
    (AWS, "line_item_unblended_cost"),
    (AWS, "product"),
    (AWS, "resourceid"),
    (FOCUS, "chargeperiodstart"),
    (FOCUS, "billingperiodstart"),
    (FOCUS, "servicename"),
    (FOCUS, "providername"),
    (FOCUS, "x_pricingblocksize"),
    (FOCUS, "billedcost"),
    (GOOGLE, "credits"),
    (GOOGLE, "usage_start_time"),
]


@pytest.mark.parametrize(("bill", "name"), _KINDS_OF_COLUMNS, ids=lambda each: getattr(each, "macro", each))
def test_every_type_in_a_column(bill: Bill, name: str) -> None:
    """A value of any type is written as it is in a row, and no type ends a load."""
    usual = {each: _usual(bill, each) for each in [*_REQUIRED[bill.macro], name]}
    for kind, values in _TYPES.values():
        columns = {**usual, name: (kind, values)}
        arrays = [pa.array([values[row % len(values)] for row in range(6)], kind) for kind, values in columns.values()]
        _assert_parquet(bill, pa.table(arrays, list(columns)))


@pytest.mark.parametrize("bill", [AWS, FOCUS, GOOGLE], ids=lambda bill: bill.macro)
def test_sums_of_parquet(bill: Bill) -> None:
    """Any types side by side, with values missing."""
    counted = Counter[str]()
    names = _columns(bill)

    @settings(deadline=None, max_examples=25, derandomize=True, database=None)
    @given(st.data(), st.integers(0, 20), st.booleans())
    def compare(data: st.DataObject, odd: int, is_int96: bool) -> None:
        header = dict.fromkeys([*_REQUIRED[bill.macro], *data.draw(st.lists(st.sampled_from(names), max_size=8))])
        columns = {}
        for place, name in enumerate(header):
            usual = _usual(bill, name)
            kind, values = data.draw(st.sampled_from(list(_TYPES.values()))) if place == odd else usual
            value = st.sampled_from([*values, *values, *values, None])
            columns[name] = pa.array(data.draw(st.lists(value, min_size=8, max_size=8)), kind)
        counted["summed"] += _assert_parquet(bill, pa.table(columns), is_int96=is_int96)

    compare()
    assert counted["summed"]
