"""What follows from the path of a landed file: account, delivery set, delivery time and identity. Pure functions."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath

_PART = re.compile(r"(?:^|[._-])part[._-]?\d+(?=[._-]|$)", re.IGNORECASE)

# AWS and BigQuery number the files of an export without the word: `report-00001.csv.gz`, `export-000000000012.jsonl`.
_NUMBERED = re.compile(r"[-_.](?:0\d{4}|0\d{11})(?=\.)")
_NUMBERED_SOURCES = ("aws_cur", "gcp_billing", "focus")

# A query may cut its pages between any two rows. So only all pages together cover the days of the query.
_QUERY_PAGE = re.compile(r"(?:^|[._-])page[._-]?\d+\.json$", re.IGNORECASE)

# Digits in identifiers are not dates.
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_IDENTIFIER = re.compile(
    rf"{_UUID.pattern}"
    r"|(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9a-z])",
    re.IGNORECASE,
)
# The range of days that a file covers is not its delivery time.
_RANGE = re.compile(
    r"(?<!\d)20\d{6}[-_]{1,2}(?:to[-_])?20\d{6}(?!\d)"
    r"|(?<!\d)20\d\d-\d\d-\d\d[-_]{1,2}(?:to[-_])?20\d\d-\d\d-\d\d(?![\dT])"
)
_DATE_TIME = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:"
    # 2026-03-01T12:34:56.5+02:00, also with dashes or underscores instead of the colons
    r"-(?P<month>\d\d)-(?P<day>\d\d)[T _](?P<hour>\d\d)[:_-]?(?P<minute>\d\d)(?:[:_-]?(?P<second>\d\d))?"
    # 20260301T123456Z, 202603011234, 20260301_123456
    r"|(?P<month_c>\d\d)(?P<day_c>\d\d)[T_-]?(?P<hour_c>\d\d)(?P<minute_c>\d\d)(?P<second_c>\d\d)?"
    r")(?:[.,](?P<fraction>\d{1,9}))?(?!\d)"
    r"(?P<zone>Z(?![a-z])|[+-]\d\d:?\d\d(?!\d))?"
)
_DATE = re.compile(r"(?<!\d)(20\d\d)(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))(?!\d)")

#: The usage API's names for results, by endpoint, where the two differ. The pattern lists all endpoints.
_RESULTS = {"web_search_calls": "web_searches", "file_search_calls": "file_searches"}
_ENDPOINT = re.compile(
    r"(?:^|[/._-])(completions|embeddings|moderations|images|audio_speeches|audio_transcriptions|vector_stores"
    r"|code_interpreter_sessions|web_search_calls|file_search_calls)(?=[/._-])",
    re.IGNORECASE,
)


def delivered_at(path: str, modified_at: datetime) -> datetime:
    """The instant of a delivery, as naive UTC: the time stamp in its path, else the modification time.

    A date-time takes precedence over a date, and the last one in the path over earlier ones. A date alone means
    midnight UTC. A date-time without a zone is in UTC. Ranges of days, and months without a day, are not time stamps.

    Args:
        path: path relative to the landing root.
        modified_at: when the file was last modified, with a time zone.
    """
    text = _RANGE.sub(" ", _IDENTIFIER.sub(" ", path))
    instants = [instant for match in _DATE_TIME.finditer(text) if (instant := _instant(match)) is not None]
    if instants:
        return instants[-1]
    days = [day for match in _DATE.finditer(text) if (day := _day(match)) is not None]
    if days:
        return datetime(days[-1].year, days[-1].month, days[-1].day)
    return modified_at.astimezone(UTC).replace(tzinfo=None)


def _instant(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month, day, hour, minute, second = (
        int(parts[name] or parts[f"{name}_c"] or 0) for name in ("month", "day", "hour", "minute", "second")
    )
    microsecond = int((parts["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        instant = datetime(int(parts["year"]), month, day, hour, minute, second, microsecond)
    except ValueError:
        return None
    zone = parts["zone"]
    if zone is None or zone == "Z":
        return instant
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return instant - offset if zone[0] == "+" else instant + offset


def _day(match: re.Match[str]) -> date | None:
    year, *rest = match.groups()
    month, day = (int(part) for part in rest if part is not None)
    try:
        return date(int(year), month, day)
    except ValueError:
        return None


def delivery_set(path: str) -> str:
    """The delivery set of a file, that is the files of one export: the folder of numbered parts, else the file itself.

    The pages of an Azure cost query are parts. Other cost APIs cut their pages between days, so each page is a set.
    The parts that one job wrote share a UUID in their names. Parts of another job in the same folder are another set.
    """
    pure = PurePosixPath(path)
    source, name = pure.parts[0], pure.name
    is_part = (
        _PART.search(name)
        or (source in _NUMBERED_SOURCES and _NUMBERED.search(name))
        or (source == "azure_cost" and _QUERY_PAGE.search(name))
    )
    if not is_part:
        return path
    job = _UUID.search(name)
    return str(pure.parent / job[0]) if job else str(pure.parent)


def billing_account_id(path: str) -> str | None:
    """The second folder of the path, `landing/<source>/<billing_account_id>/…/<file>`; None if it has only one."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 else None


def usage_object(path: str) -> str | None:
    """The `object` of the results of the OpenAI usage endpoint that the path names below its account, or None.

    A page without results does not state its endpoint: its text is the same for every endpoint.
    """
    parts = PurePosixPath(path).parts
    match = _ENDPOINT.search("/".join(parts[2:] if len(parts) > 2 else parts[1:]))
    if match is None:
        return None
    endpoint = match[1].lower()
    return f"organization.usage.{_RESULTS.get(endpoint, endpoint)}.result"


def delivery_id(
    source: str,
    account: str | None,
    sha256: str,
    delivered_at: datetime | None = None,
    kind_by_path: str | None = None,
) -> str:
    """The identity of a content under its source and account: 32 hexadecimal characters.

    Args:
        source: name of the source.
        account: billing account of a bill.
        sha256: hash of the content.
        delivered_at: delivery time of a bill; None for usage. Repeated usage means the same each time. A bill that
            repeats an earlier one is a new delivery, and so is a part that a newer export repeats.
        kind_by_path: what the results count, if only the path states it.
    """
    named = f"{source}\0{account or ''}\0{sha256}" + (f"\0{delivered_at.isoformat()}" if delivered_at else "")
    named += f"\0{kind_by_path}" if kind_by_path else ""
    return hashlib.sha256(named.encode()).hexdigest()[:32]
