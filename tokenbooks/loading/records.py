"""What readers yield and report, and the schema of the raw tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

MAX_REJECTED_CHARACTERS = 10_000

#: The reasons of files that are not in the ledger, because every load tries them again.
UNREADABLE, INCOMPLETE = "unreadable_file", "incomplete_pages"
RETRIED = (UNREADABLE, INCOMPLETE)

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.:/@+-]{1,64}")

#: The table that a reader yields: accepted records of one file.
RECORDS = pa.schema([("record_number", pa.int64()), ("record", pa.string())])

#: The schema of a raw table, one row per accepted record.
RAW_RECORDS = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("record_number", pa.int64()),
        ("record", pa.string()),
        ("loaded_at", pa.timestamp("us")),
    ]
)

#: The schema of a raw table of usage. A record that was loaded without its content has the MD5 hash of the whole record
#: beside it, which the models use to distinguish records. Otherwise the hash is NULL, and the models compute it.
RAW_CALLS = RAW_RECORDS.append(pa.field("record_hash", pa.string()))

#: `raw.usage`. The platform is in a column of its own, so that each provider's models read only their own records.
RAW_USAGE = RAW_CALLS.append(pa.field("platform", pa.string()))

#: `raw.rejected_records`, one row per record or file that was refused.
REJECTED_RECORDS = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("source", pa.string()),
        ("file", pa.string()),
        ("record_number", pa.int64()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("record", pa.string()),
        ("loaded_at", pa.timestamp("us")),
    ]
)

#: `raw.deliveries`, the ledger: one row per loaded content of a source and account.
DELIVERIES = pa.schema(
    [
        ("delivery_id", pa.string()),
        ("source", pa.string()),
        ("billing_account_id", pa.string()),
        ("file", pa.string()),
        ("delivery_set", pa.string()),
        ("sha256", pa.string()),
        ("records", pa.int64()),
        ("rejected", pa.int64()),
        ("delivered_at", pa.timestamp("us")),
        ("loaded_at", pa.timestamp("us")),
    ]
)


@dataclass(frozen=True)
class Rejection:
    """A record that does not enter the warehouse, and why.

    Attributes:
        record_number: line, or position in the page, counted from 1. 0 means the whole file.
        reason: one code of a closed list, in lower snake case.
        detail: what is wrong, in words. Readers of the marts see it, so it may quote names and numbers, but not text.
        record: the text of the record; see `printable`.
    """

    record_number: int
    reason: str
    detail: str
    record: str | None

    @classmethod
    def of(cls, record_number: int, reason: str, detail: str, record: bytes | str | None) -> Rejection:
        """Make both texts printable and cut the record to 10,000 characters. The detail states whether it was cut."""
        text = None if record is None else printable(record)
        detail = printable(detail)
        if text is not None and len(text) > MAX_REJECTED_CHARACTERS:
            detail = f"{detail} (record cut to {MAX_REJECTED_CHARACTERS:,} of {len(text):,} characters)"
            text = text[:MAX_REJECTED_CHARACTERS]
        return cls(record_number, reason, detail, text)


class FileRefused(Exception):
    """The whole file is refused. Its accepted records are dropped, and the ledger records the refusal."""

    def __init__(self, reason: str, detail: str, record: bytes | str | None = None) -> None:
        """See `Rejection.of`."""
        super().__init__(detail)
        self.rejection = Rejection.of(0, reason, detail, record)


def printable(text: bytes | str) -> str:
    """The text in a form that every engine can store: what cannot be encoded, and null characters, are escaped."""
    return as_bytes(text).decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def as_bytes(text: bytes | str) -> bytes:
    """The bytes of a text. Bytes that were not UTF-8 are restored, and other halves of surrogate pairs are escaped."""
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")


def plain_name(value: object) -> str:
    """A key, column or kind for a detail, if it is a plain name. A longer text may be part of a prompt."""
    return str(value) if _PLAIN_NAME.fullmatch(str(value)) else "(not a plain name)"
