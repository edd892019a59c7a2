"""What a load did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class SourceReport:
    """The counts of one source.

    Attributes:
        deliveries: files taken into the ledger in this load.
        records: accepted in them.
        rejected: refused in them, a refused file counting one.
        skipped: files whose content was already loaded.
        unreadable: files that could not be read and will be tried again.
    """

    source: str
    deliveries: int = 0
    records: int = 0
    rejected: int = 0
    skipped: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class UnreadableFile:
    """A file that could not be read; it is tried again by the next load."""

    source: str
    file: str
    problem: str


@dataclass
class LoadReport:
    """The outcome of one load.

    Attributes:
        sources: one report a source that was asked for.
        loaded_since: `loaded_at` (naive UTC) of the first delivery of this load; None if nothing was loaded.
        ignored: paths in the landing zone that belong to no source.
        refused: how many records were refused in the files of this load, by reason.
    """

    sources: list[SourceReport]
    loaded_since: datetime | None = None
    unreadable: list[UnreadableFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def loaded_sources(self) -> list[str]:
        """The sources of which something was loaded."""
        return [report.source for report in self.sources if report.deliveries]
