"""The file that a reader reads, and how it accepts and refuses records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tokenbooks.loading.readers.likely_causes import cause_of_content
from tokenbooks.loading.records import RECORDS, FileRefused, Rejection
from tokenbooks.loading.streams import ByteSource, Gunzip
from tokenbooks.loading.validity import JsonJudge, refuse_characters


@dataclass(frozen=True)
class Reading:
    """One file being read.

    Attributes:
        source: the decompressed bytes of the file.
        judge: finds the records that are not JSON objects.
        reject: called with each refused record.
        name: path of the file in lower case. Its suffix states the kind of file.
        manifest: returns the manifest beside the file; empty if there is none.
    """

    source: ByteSource
    judge: JsonJudge
    reject: Callable[[Rejection], None]
    name: str = ""
    manifest: Callable[[], bytes] = bytes

    @property
    def is_truncated(self) -> bool:
        """Whether a gzip stream ended early. It is known when the source has been read to its end."""
        return isinstance(self.source, Gunzip) and self.source.is_truncated

    def reject_truncated(self, line: int, fragment: bytes) -> None:
        """Refuse the rest of the line at which a gzip stream ended early."""
        detail = (
            "the gzip stream ends in this line; earlier lines are loaded, later ones are missing: land a whole file"
        )
        self.reject(Rejection.of(line, "truncated_gzip", detail, fragment))

    def accepted(self, numbers: Sequence[int], texts: Sequence[str]) -> pa.Table:
        """The records that the judge accepts. The others are rejected."""
        halves: dict[int, tuple[str, str]] = {}
        try:
            records = pa.array(texts, pa.string())
        except UnicodeEncodeError:
            halves = {at: why for at, text in enumerate(texts) if (why := refuse_characters(text)) is not None}
            records = pa.array(["" if at in halves else text for at, text in enumerate(texts)], pa.string())
        for position, (reason, detail) in halves.items():
            self.reject(Rejection.of(numbers[position], reason, detail, texts[position]))
        return self.accepted_records(pa.array(numbers, pa.int64()), records, set(halves))

    def accepted_records(
        self, numbers: pa.Int64Array, records: pa.StringArray, refused: Collection[int] = ()
    ) -> pa.Table:
        """The records that the judge accepts. The others are rejected, unless they are refused already."""
        table = pa.table([numbers, records], schema=RECORDS)
        found = {at: why for at, why in self.judge.refusals(records).items() if at not in refused}
        for position, (reason, detail) in found.items():
            self.reject(Rejection.of(numbers[position].as_py(), reason, detail, records[position].as_py()))
        if not refused and not found:
            return table
        left = [position for position in range(len(records)) if position not in refused and position not in found]
        return table.take(pa.array(left, pa.int64()))


def wrong_source(expected: str, found: str, head: bytes | str) -> FileRefused:
    """The refusal of a file that does not look like a file of its source."""
    advice = cause_of_content(head) or "move the file to the folder of its source, or export it again"
    return FileRefused("wrong_source", f"expected {expected}, found {found}; {advice}", head)
