"""Well-formed blocks of CSV are read at once, with the records, numbers and refusals of reading row by row."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenbooks.loading import streams
from tokenbooks.loading.readers import Reading, csv_blocks
from tokenbooks.loading.readers.csv_rows import read_csv
from tokenbooks.loading.readers.table_form import TableForm
from tokenbooks.loading.records import FileRefused, Rejection
from tokenbooks.loading.streams import Block
from tokenbooks.loading.validity import JsonJudge

_FORM = TableForm("a table with columns a and b", {"a": ("a",)}, nulls=frozenset({"NULL"}), nested=frozenset({"tags"}))
_HEADER = b"a,b,tags,billing_start\n"
_HEADERS = [_HEADER, "a,bé,tags,'billing' start\n".encode(), b'a,"b\n""c",,k\n', b"\xef\xbb\xbfa,b\0,tags,x\n"]
_ODD = ["NULL", "é", "\u2028", '"', '""', ",", "\r\n", "\n", "\t", " ", "\\", '{"k": 1.50}', "[1", "1", "x" * 40, ""]


def _read(content: bytes) -> tuple[dict[int, Any], set[tuple[int, str, str | None]], str]:
    """Records by number, refused records, and the reason why the file is refused; empty if it is not."""
    rejected: list[Rejection] = []
    records: dict[int, Any] = {}
    refusal = ""
    try:
        for table in read_csv(Reading(io.BytesIO(content), JsonJudge(), rejected.append, "x.csv"), _FORM, {"k": "v"}):
            for number, text in zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True):
                assert number not in records
                records[number] = json.loads(text)
    except FileRefused as refused:
        refusal = refused.rejection.reason
    return records, {(each.record_number, each.reason, each.record) for each in rejected}, refusal


def _both_ways(content: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    """Compare the two ways to read a file. Returns the number of its blocks that were read at once."""
    counted = 0
    read_block: Callable[..., Any] = csv_blocks.read_block

    def counting(block: Block, header: list[str]) -> Any:
        nonlocal counted
        found = read_block(block, header)
        counted += found is not None
        return found

    with monkeypatch.context() as patched:
        patched.setattr(csv_blocks, "SMALL", 10**12)
        expected = _read(content)
        patched.setattr(csv_blocks, "SMALL", 0)
        patched.setattr("tokenbooks.loading.readers.csv_rows.read_block", counting)
        assert _read(content) == expected
    return counted


_field = st.lists(st.sampled_from([*_ODD, "a", "0"]), max_size=3).map("".join)
_quoted = _field.map(lambda text: '"' + text.replace('"', '""') + '"')
_plain = _field.map(lambda text: text.translate(str.maketrans("", "", '",\r\n')))
_row = st.tuples(*([_quoted | _plain] * 4)).map(",".join)
_any_row = _row | _field | _field.map(lambda text: text + ",,,")


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(
    st.sampled_from(_HEADERS),
    st.lists(_row, max_size=8),
    st.lists(_any_row, max_size=3),
    st.integers(1, 80),
    st.sampled_from(["\n", "\r\n"]),
)
def test_both_ways_give_the_same(
    header: bytes, rows: list[str], odd_rows: list[str], block_bytes: int, end: str
) -> None:
    """Whatever the names and values, where blocks end, and what is odd among the rows."""
    lines = [*rows, *odd_rows, *rows]
    content = header + "".join(line + end for line in lines).encode()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(streams, "BLOCK_BYTES", block_bytes)
        _both_ways(content, monkeypatch)


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        (b'1,2,3,4\n"a ""b""","x,\ny",,\n', 1),
        (b"1,2,3,4\r\n5,6,7,8\r\n", 1),
        (b'1,2,"{""k"": 0.10000000000000000001}",4\n', 1),
        (b"1,2,3\n", 0),
        (b"1,2,3,4\n\n5,6,7,8\n", 0),
        (b'1,2" tall,3,4\n', 0),
        (b'1,"2" tall,3,4\n', 0),
        (b"1,\xff,3,4\n", 0),
        (b"1,\0,3,4\n", 0),
        (b"1,\r,3,4\n", 0),
        (b'1,"2,3,4\n', 0),
        (b"1,2,3,4", 0),
    ],
)
def test_what_is_read_at_once(rows: bytes, blocks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is odd in any way is read row by row, together with its block."""
    assert _both_ways(_HEADER + rows, monkeypatch) == blocks


def test_a_name_that_is_not_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are refused one by one, as their records would hold the name."""
    content = b"a,b,tags,W\xe4hrung\n" + b"1,2,3,4\n" * 3
    assert _both_ways(content, monkeypatch) == 0
    records, rejected, refusal = _read(content)
    assert (len(records), len(rejected), refusal) == (0, 3, "")


def test_only_the_odd_block_is_read_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an odd row, and after a row that goes over the end of its block, whole blocks are read again."""
    monkeypatch.setattr(streams, "BLOCK_BYTES", 2_000)
    rows = [b"1,2,3,4\n"] * 3_000
    rows[700], rows[1_500] = b"1,2\n", b'1,"' + b"line\n" * 600 + b'",3,4\n'
    assert _both_ways(_HEADER + b"".join(rows), monkeypatch) >= 10


def test_small_blocks_are_read_row_by_row() -> None:
    """Reading a small block at once would take longer."""
    assert csv_blocks.read_block(Block(1, b"1\n", np.array([1])), ["a"]) is None
