"""Files that no provider writes, for every source: broken, endless, nested, packed, linked and oddly named."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
from collections.abc import Iterable
from pathlib import Path

import pyarrow
import pyarrow.parquet

from python_tests.bills.deliveries import put
from python_tests.poison.records import ODD, PAGED, RECORDS, TABLES, odd_records, to_csv, to_lines
from tokenbooks.loading.sources import SOURCES
from tools.simulator.deliveries import to_json

_RANDOM = random.Random(13).randbytes(4_000)
#: A quarter of a gigabyte without a line end, in a quarter of a megabyte.
_BOMB = gzip.compress(bytes(1 << 20), mtime=0) * 272
#: A source of each reader of packed files: of lines, of spans and of tables. A bomb takes most of a second.
_BOMBED = ("usage", "otel", "azure_cost")

#: Contents of a file of any source.
_CONTENTS: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\n\t\r\n",
    "mark": b"\xef\xbb\xbf",
    "random": _RANDOM,
    "nulls": bytes(3_000),
    "null": b"null\n",
    "number": b"7\n",
    "text": b'"text"\n',
    "list": b"[]\n",
    "object": b"{}\n",
    "unknown": b'{"a": 1}\n',
    "repeated key": b'{"a": 1, "a": 2, "": {"": []}}\n',
    "deep": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "rather deep": b'{"a":[' * 450 + b"1" + b"]}" * 450,
    "endless": b"[" * 200_000,
    "huge integer": b'{"a":' + b"9" * 5_000 + b"}",
    "large integer": b'{"a":' + b"9" * 4_200 + b"}",
    "huge exponent": b'{"a":1e99999999999999999999}',
    "large exponent": b'{"a":-1.5e4000}',
    "surrogate": b'{"a":"\\ud800","\\udfff":1}',
    "null character": b'{"a":"\\u0000"}',
    "not a number": b'{"a":NaN}\n{"a":-Infinity}\n',
    "latin": b'{"a":"caf\xe9"}\n',
    "wide": '{"a":1}\n'.encode("utf-16"),
    "web page": b"<!DOCTYPE html><html></html>",
    "parquet": b"PAR1" + _RANDOM + b"PAR1",
    "page": b'{"has_more":true,"next_page":"x","data":[{"start_time":0,"end_time":86400,"results":[],'
    b'"starting_at":"1970-01-01T00:00:00Z","ending_at":"1970-01-02T00:00:00Z"}]}',
    "bucket": b'{"data":[{"start_time":1e4000,"starting_at":[],"results":[{},[],null,{"amount":{"value":{}}}]}]}',
    "rows": b'{"properties":{"nextLink":{},"columns":[{"name":"Date"},{"name":"\\ud800"}],"rows":[[1,"\\ud800"]]}}',
    "header": b'"' + b"a,b;c" * 3_000 + b'"\n"',
    "day": b"start_time,end_time,amount_value,amount_currency\n" + b"9" * 5_000 + b",1790899200,,\n",
    "columns": ",".join(f"c{number}" for number in range(3_000)).encode(),
}

#: Texts of cells that no JSON value has.
_CELLS = (
    "\ufeff",
    "\x00",
    "9" * 5_000,
    '{"a":' + "9" * 5_000 + "}",
    '{"a":1e99999999999999999999}',
    '{"a":"\\ud800"}',
    "[" * 3_000,
    '[{"a":' * 450 + "1" + "}]" * 450,
    "99/99/9999",
    "3/16/2026 0:00",
)

_NAMES = (
    "line\nbreak",
    "tab\tand 'quote' \"double\"",
    "percent%s{0}$(x)`x`;--",
    "[bold]markup[/bold]",
    "\U0001f4b8 \u202e \u0661\u0662",
    "back\\slash",
    "n" * 200,
    "2026-99-99T99-99-99Z",
    os.fsdecode(b"caf\xe9"),
)


def land_files(landing: Path) -> None:
    """Land every content in every source, in each format that has a reader of its own, and odd files beside them."""
    for source in SOURCES.values():
        for suffix in source.suffixes:
            for name in _contents_of(suffix, source.suffixes):
                written = gzip.compress(_CONTENTS[name], mtime=0) if suffix.endswith(".gz") else _CONTENTS[name]
                put(landing, f"{source.name}/poison/{name}{suffix}", written)
            if suffix.endswith(".gz"):
                put(landing, f"{source.name}/poison/not packed{suffix}", _RANDOM)
                put(landing, f"{source.name}/poison/cut{suffix}", gzip.compress(_RANDOM * 10, mtime=0)[:-2_000])
                put(landing, f"{source.name}/poison/twice{suffix}", gzip.compress(gzip.compress(b"{}")))
            if suffix == ".parquet":
                put(landing, f"{source.name}/poison/types.parquet", _typed_table(TABLES[source.name]))
        if source.name in _BOMBED:
            packed = next(suffix for suffix in source.suffixes if suffix.endswith(".gz"))
            put(landing, f"{source.name}/poison/bomb{packed}", _BOMB)
        for name in _NAMES:
            put(landing, f"{source.name}/poison/{name}{source.suffixes[0]}", b'{"a": 1}\n')
        put(landing, f"{source.name}/loose{source.suffixes[0]}", b'{"a": 2}\n')
        put(landing, f"{source.name}/poison/manifest.json", b"[" * 200_000)
        put(landing, f"{source.name}/poison/unknown.ending", b"")


def _contents_of(suffix: str, suffixes: tuple[str, ...]) -> Iterable[str]:
    """The contents that reach other code in a file of this ending than in the other files of its source."""
    is_same_reader = suffix.endswith(".gz") or (suffix == ".json" and ".jsonl" in suffixes)
    if is_same_reader:
        return ("empty", "random", "unknown", "endless")
    return ("empty", "random", "unknown", "parquet") if suffix == ".parquet" else _CONTENTS


def land_unknown(landing: Path) -> None:
    """Land a record of an unknown shape in every source, and nothing else."""
    for source in SOURCES.values():
        put(landing, f"{source.name}/unknown{source.suffixes[0]}", b'{"a": 1}\n')


def land_records(landing: Path) -> None:
    """Land records with odd values in every source: lines, pages and tables."""
    number = 0
    for source, records in RECORDS.items():
        for place, record in enumerate(records):
            lines: list[str] = []
            for path, odd in odd_records(record):
                number += len(odd)
                if source in PAGED:  # a page is refused as a whole, so each value is odd in a page of its own
                    page = to_json({"object": "page", "data": odd, "has_more": False})
                    put(landing, f"{source}/odd/{place} {path.replace('/', '.')}.json", page.encode())
                lines.append(to_lines(odd, number))
            if source not in PAGED:
                put(landing, f"{source}/odd/{place}.jsonl", "".join(lines).encode())
    for source, row in TABLES.items():
        texts = [odd if isinstance(odd, str) else json.dumps(odd) for odd in ODD] + list(_CELLS)
        for place, name in enumerate(row):
            cells = [[text if column == name else value for column, value in row.items()] for text in texts]
            put(landing, f"{source}/odd/{place} {name.replace('/', '.')}.csv", to_csv(list(row), cells))


def land_unreadable(landing: Path) -> int:
    """Land what cannot be read as a file in every source, and return how many paths that are."""
    (landing.parent / "outside").mkdir()
    (landing.parent / "outside" / "secret.jsonl").write_text('{"secret": 1}')
    paths = 0
    for source in SOURCES.values():
        folder = landing / source.name / "unreadable"
        folder.mkdir(parents=True)
        suffix = source.suffixes[0]
        os.mkfifo(folder / f"pipe{suffix}")
        os.mkfifo(folder / "manifest.json")
        (folder / f"dangling{suffix}").symlink_to("nowhere")
        (folder / f"loop{suffix}").symlink_to(f"loop{suffix}")
        (folder / "circle").symlink_to(folder)
        (folder / "out").symlink_to(landing.parent / "outside")
        (folder / f"out{suffix}").symlink_to(landing.parent / "outside" / "secret.jsonl")
        put(landing, f"{source.name}/unreadable/late{suffix}", b"")
        os.utime(folder / f"late{suffix}", (1 << 50, 1 << 50))
        paths += 6 + _late_is_unreadable(folder / f"late{suffix}")
    return paths


def _late_is_unreadable(path: Path) -> bool:
    """Whether the file system keeps a time beyond the year 9999."""
    return path.stat().st_mtime > 300_000_000_000


def _typed_table(row: dict[str, str]) -> bytes:
    """A Parquet file with a column of another odd type for each column of a table."""
    odd: list[pyarrow.Array] = [
        pyarrow.array([b"\xff\x00"]),
        pyarrow.array([float("nan")]),
        pyarrow.array([{"a": [{"b": None}]}]),
        pyarrow.array([[(b"\xff", 1)]], pyarrow.map_(pyarrow.binary(), pyarrow.int8())),
        pyarrow.array([None], pyarrow.null()),
        pyarrow.array([1 << 62], pyarrow.timestamp("us")),
        pyarrow.array([10**37], pyarrow.decimal128(38, 0)),
        pyarrow.array(["\x00"]),
    ]
    columns = {name: odd[place % len(odd)] for place, name in enumerate(row)}
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), buffer)
    return buffer.getvalue()
