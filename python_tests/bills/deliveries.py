"""Lands a bill repeatedly during its month and after it, like refreshed exports."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tools.simulator.deliveries import stamp

#: The month of all bills of the tests.
FIRST_DAY, LAST_DAY = date(2026, 3, 1), date(2026, 3, 31)
DELIVERIES = 10


def put(landing: Path, path: str, content: bytes | str) -> None:
    """Write a file into the landing zone."""
    file = landing / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def land_ten_times(landing: Path, account_folder: str, name: str, export: Callable[[date, bool], bytes]) -> list[Path]:
    """Land ten deliveries of a bill. Each covers the month so far and has its own order of writing.

    Args:
        landing: the root of the landing zone.
        account_folder: source and billing account.
        name: name of each file.
        export: makes a delivery that ends on a day. Only the last one is the final bill; the others may differ.

    Returns:
        The files, with the final one last.
    """
    files = []
    for number in range(1, DELIVERIES + 1):
        is_final = number == DELIVERIES
        last_day = LAST_DAY if number >= DELIVERIES - 1 else FIRST_DAY + timedelta(days=3 * number)
        moment = datetime(last_day.year, last_day.month, last_day.day, 3, tzinfo=UTC) + timedelta(
            days=5 if is_final else 1
        )
        files.append((f"{account_folder}/{stamp(moment)}/{name}", export(last_day, is_final)))
    landed = random.Random(account_folder).sample(files, len(files))
    for path, content in landed:
        put(landing, path, content)
    return [landing / path for path, _ in files]
