"""A landed file as a delivery: its identity, and its row in the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tokenbooks.loading import paths
from tokenbooks.loading.landing import LandedFile
from tokenbooks.loading.records import printable
from tokenbooks.loading.sources import Source


@dataclass(frozen=True)
class SourceFile:
    """A landed file and the source it belongs to."""

    source: Source
    file: LandedFile


def identity(source: Source, path: str, modified_at: datetime, sha256: str) -> str:
    """The delivery id of a content at a path."""
    if not source.is_bill:
        return paths.delivery_id(source.name, None, sha256)
    account, delivered_at = paths.billing_account_id(path), paths.delivered_at(path, modified_at)
    kind = source.kind_by_path(path) if source.kind_by_path else None
    return paths.delivery_id(source.name, account, sha256, delivered_at, kind)


@dataclass(frozen=True)
class Delivery:
    """A file that was read to its end, as the ledger records it.

    Attributes:
        delivery_id: its identity.
        source_file: the file and its source.
        sha256: hash of its content.
        records: number of accepted records.
        reasons: number of refused records by reason. A file that is refused as a whole counts as one.
    """

    delivery_id: str
    source_file: SourceFile
    sha256: str
    records: int
    reasons: Counter[str]

    @property
    def rejected(self) -> int:
        """The number of refused records."""
        return self.reasons.total()

    def ledger_row(self, loaded_at: datetime) -> dict[str, object]:
        """The row of `raw.deliveries`."""
        source, file = self.source_file.source, self.source_file.file
        path = printable(file.path)
        return {
            "delivery_id": self.delivery_id,
            "source": source.name,
            "billing_account_id": paths.billing_account_id(path) if source.is_bill else None,
            "file": path,
            "delivery_set": paths.delivery_set(path),
            "sha256": self.sha256,
            "records": self.records,
            "rejected": self.rejected,
            "delivered_at": paths.delivered_at(path, file.modified_at),
            "loaded_at": loaded_at,
        }


@dataclass(frozen=True)
class EarlierPart:
    """The newest content of a part of an export that an earlier package loaded.

    Attributes:
        source: its source, which refuses the parts of an export together.
        file: path of the file.
        delivery_set: the export that it is a part of.
        delivery_id: its identity.
        is_refused: whether it was refused together with the other parts.
    """

    source: Source
    file: str
    delivery_set: str
    delivery_id: str
    is_refused: bool
