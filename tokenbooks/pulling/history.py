"""The history of pulls: which days were pulled and when, and so which days to pull now. Each pull lands a note."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath

from tokenbooks.errors import UserError
from tokenbooks.loading.landing import Landing
from tokenbooks.pulling.pages import DAY, windows

NOTE = "_pulled.json"


@dataclass(frozen=True)
class Pulled:
    """The note of one pull. `load` ignores it, because its name begins with an underscore.

    Attributes:
        pulled_at: when the first page was requested, with a time zone.
        days: the days that have a bucket.
        parts: SHA-256 of each file, by name.
        endpoints: endpoint of each file, by name.
    """

    pulled_at: datetime
    days: list[date]
    parts: dict[str, str]
    endpoints: dict[str, str]

    def content(self) -> bytes:
        """The content of the note's file."""
        note = {
            "pulled_at": self.pulled_at.isoformat(),
            "windows": [{"from": str(first), "until": str(until)} for first, until in windows(self.days)],
            "parts": {
                name: {"endpoint": self.endpoints[name], "sha256": sha256} for name, sha256 in self.parts.items()
            },
        }
        return json.dumps(note, indent=1).encode() + b"\n"

    @classmethod
    def read(cls, content: bytes) -> Pulled:
        """Read the content of a note's file.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: the content is not a note.
        """
        note = json.loads(content)
        days = [
            first + DAY * number
            for window in note["windows"]
            for first in [date.fromisoformat(window["from"])]
            for number in range((date.fromisoformat(window["until"]) - first).days)
        ]
        return cls(
            pulled_at=datetime.fromisoformat(note["pulled_at"]).astimezone(UTC),
            days=days,
            parts={name: part["sha256"] for name, part in note["parts"].items()},
            endpoints={name: part["endpoint"] for name, part in note["parts"].items()},
        )


@dataclass(frozen=True)
class History:
    """All pulls of one source and account.

    Attributes:
        pulls: their notes.
        stamps: the names of their folders, which are UTC time stamps.
    """

    pulls: Sequence[Pulled]
    stamps: Sequence[str]

    def days_to_pull(self, since: date | None, now: datetime, final_after: timedelta) -> list[date]:
        """The days up to now that were not final when they were last pulled.

        Args:
            since: the first day. None means the first day that was ever pulled, or, before the first pull, the first
                day of the month before last.
            now: the current time, with a time zone.
            final_after: how long a day may still change after its end.
        """
        first = since or min((day for pull in self.pulls for day in pull.days), default=_month_before_last(now))
        final = {day for pull in self.pulls for day in pull.days if _end(day) + final_after <= pull.pulled_at}
        count = (now.astimezone(UTC).date() - first).days + 1
        return [day for day in (first + DAY * number for number in range(count)) if day not in final]

    def stamp(self, now: datetime) -> str:
        """The name of the next folder: the time of the pull, but later than every earlier folder.

        The clock may have been set back, and the models use the latest delivery.
        """
        stamp = _stamp(now)
        while self.stamps and stamp <= max(self.stamps):
            stamp = _stamp(datetime.strptime(max(self.stamps), _STAMP).replace(tzinfo=UTC) + timedelta(seconds=1))
        return stamp


_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime(_STAMP)


def _end(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + DAY


def _month_before_last(now: datetime) -> date:
    first = now.astimezone(UTC).date().replace(day=1)
    for _ in range(2):
        first = (first - DAY).replace(day=1)
    return first


def read_history(landing: Landing, folder: str) -> History:
    """The pulls in a folder of the landing zone.

    Raises:
        UserError: a note cannot be read.
    """
    pulls: list[Pulled] = []
    stamps: list[str] = []
    for file in landing.files(folder):
        path = PurePosixPath(file.path)
        if path.name != NOTE or path.parent.name.startswith("."):
            continue
        try:
            with landing.open(file.path) as stream:
                pulls.append(Pulled.read(stream.read()))
            datetime.strptime(path.parent.name, _STAMP)
            stamps.append(path.parent.name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                f"{file.path} is not a readable note of a pull; remove it, and the next pull gets its days again"
            ) from error
    return History(pulls, stamps)


def final_after(platform: str, seeds: Path) -> timedelta:
    """How long a day of the platform's bills may still change after its end.

    Raises:
        UserError: `platforms.csv` does not state it.
    """
    path = seeds / "reference" / "platforms.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["platform"] == platform and row["bill_basis"] == "day" and row["final_after_hours"].isdecimal():
                return timedelta(hours=int(row["final_after_hours"]))
    raise UserError(
        f"{path} does not state when a day of {platform} is final; add a row for it with bill_basis day and a whole"
        " number as final_after_hours"
    )
