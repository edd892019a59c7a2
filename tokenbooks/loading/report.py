"""The outcome of a load."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class SourceReport:
    """The counts of one source.

    Attributes:
        source: name of the source.
        deliveries: files that this load entered in the ledger.
        records: accepted records in these files.
        rejected: refused records in these files. A file that is refused as a whole counts as one.
        skipped: files whose content was already loaded.
        unreadable: files that could not be read. The next load tries them again.
    """

    source: str
    deliveries: int = 0
    records: int = 0
    rejected: int = 0
    skipped: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class UnreadableFile:
    """A file that could not be read. The next load tries it again."""

    source: str
    file: str
    problem: str


@dataclass
class LoadReport:
    """The outcome of one load.

    Attributes:
        sources: one report per source.
        loaded_since: `loaded_at` (naive UTC) of the first delivery of this load; None if nothing was loaded.
        unreadable: files that could not be read.
        ignored: paths in the landing zone that do not belong to a source.
        refused: number of refused records in the files of this load, by reason.
    """

    sources: list[SourceReport]
    loaded_since: datetime | None = None
    unreadable: list[UnreadableFile] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def loaded_sources(self) -> list[str]:
        """The names of the sources with at least one loaded file."""
        return [report.source for report in self.sources if report.deliveries]
