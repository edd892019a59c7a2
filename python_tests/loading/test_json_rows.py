"""Rows of JSON Lines that have the form of their source already are taken as they are."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from tokenbooks.loading.readers import Reading, json_rows, read_gcp_billing
from tokenbooks.loading.records import Rejection
from tokenbooks.loading.validity import JsonJudge

_ROW = {
    "usage_start_time": "2026-03-01 00:00:00 UTC",
    "service": {"description": "Vertex AI"},
    "sku": {"description": "Gemini 2.5 Pro Text Input"},
    "cost": 0.10,
}


def _read(lines: list[str]) -> tuple[dict[int, str], set[tuple[int, str]]]:
    rejected: list[Rejection] = []
    content = io.BytesIO("\n".join([*lines, ""]).encode())
    records: dict[int, str] = {}
    for table in read_gcp_billing(Reading(content, JsonJudge(), rejected.append, "gcp_billing/a/x.jsonl")):
        records |= dict(zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True))
    return records, {(each.record_number, each.reason) for each in rejected}


@pytest.mark.parametrize(
    ("row", "is_taken"),
    [
        (json.dumps(_ROW), True),
        (json.dumps({**_ROW, "labels": []}), True),
        (json.dumps(_ROW).replace("0.1", "0.10000000000000000001"), True),
        (json.dumps({**_ROW, "Labels": []}), False),
        (json.dumps({**_ROW, "credits": '[{"amount": -1}]'}), False),
        (json.dumps(_ROW).replace('"cost"', '"cost": 2, "cost"'), False),
        (json.dumps({"cost": 1}), False),
    ],
)
def test_both_ways_give_the_same(row: str, is_taken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row keeps its text, or gets the names of the source, or is refused, and means the same in both ways."""

    def meaning(found: tuple[dict[int, str], set[tuple[int, str]]]) -> Any:
        return {number: json.loads(text, parse_float=str) for number, text in found[0].items()}, found[1]

    lines = [json.dumps(_ROW), row, json.dumps({**_ROW, "usage.unit": "count"})]
    by_row = _read(lines)
    monkeypatch.setattr(json_rows, "SMALL", 0)
    at_once = _read(lines)
    assert meaning(at_once) == meaning(by_row)
    assert (at_once[0].get(2) == row) is is_taken
    assert at_once[0][1] == lines[0]
    assert json.loads(at_once[0][3])["usage_unit"] == "count"
