"""Records that people reported from their own systems, with known results.

The cases are in `data/field_cases.jsonl`. Each has files to land, and what the marts must then show. The user of a
usage record has the name of its case, and each bill has an account of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import simplejson

from python_tests.pipeline.landing import to_json
from python_tests.workspace import Workspace

_CASES = Path(__file__).parents[1] / "data" / "field_cases.jsonl"


@dataclass(frozen=True)
class FieldCase:
    """One case.

    Attributes:
        id: its name.
        files: the files to land: `path`, and either `content` or `records`.
        expected: what the marts must show, by kind of case.
    """

    id: str
    files: list[dict[str, Any]]
    expected: dict[str, Any]

    @property
    def user(self) -> str:
        """The user of its usage."""
        return f"field-{self.id}"

    def __str__(self) -> str:
        """Name the test."""
        return self.id


def _read() -> list[FieldCase]:
    with _CASES.open(encoding="utf-8") as lines:
        records = [simplejson.loads(line, use_decimal=True) for line in lines]
    return [FieldCase(record["id"], record["files"], record["expected"]) for record in records]


CASES = {case.id: case for case in _read()}
#: Cases of one usage record, by the meters or the cost that it must have.
USAGE = [case for case in CASES.values() if "cost" in case.expected]
#: Cases of bills that load, by what the marts must show. Two of the others have a file that is refused.
BILLS = [
    case for case in CASES.values() if case.expected.keys() & {"reconciled", "charges", "models", "in_scope", "period"}
]


def land_field_cases(workspace: Workspace) -> None:
    """Land the cases of usage and of bills that load."""
    lines: dict[str, list[str]] = defaultdict(list)
    for case in [*USAGE, *BILLS]:
        for file in case.files:
            if "content" in file:
                workspace.land(file["path"], file["content"])
            for record in file.get("records", ()):
                lines[file["path"]] += map(to_json, _repeated(record) if "repeats" in record else [record])
    for path, texts in lines.items():
        workspace.land(path, "".join(f"{text}\n" for text in texts))


def _repeated(record: dict[str, Any]) -> list[dict[str, Any]]:
    """One event as often as its case says, each with an `event_id` of its own, which are numbered."""
    event = record["record"]
    name, number = event["event_id"].rsplit("-", 1)
    return [{**event, "event_id": f"{name}-{int(number) + more}"} for more in range(record["repeats"])]
