"""The times of the scheduled jobs."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta

import pytest

from orchestration.plans import PLANS
from tokenbooks.transformation.project import PROJECT_DIR

_PLATFORMS = PROJECT_DIR / "seeds" / "reference" / "platforms.csv"


def monthly(cron: str, year: int, month: int) -> datetime:
    """The instant in a month at which a monthly cron expression fires."""
    minute, hour, day, *every = cron.split()
    assert every == ["*", "*"]
    return datetime(year, month, int(day), int(hour), int(minute))


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_closed_when_every_bill_of_the_month_before_is_final(month: int) -> None:
    """As in the macro `is_period_final`: a number of hours after the month's end, the largest of all platforms."""
    with _PLATFORMS.open(newline="") as file:
        hours = [int(row["final_after_hours"]) for row in csv.DictReader(file)]
    assert max(hours) > 0
    final = datetime(2028, month, 1) + timedelta(hours=max(hours))
    assert final <= monthly(PLANS["month_close"].cron, 2028, month)


def test_a_close_does_not_start_with_the_daily_bills() -> None:
    """Otherwise one job would wait for the other and pull the same days again."""
    minute, hour, *_ = PLANS["month_close"].cron.split()
    assert [minute, hour] != PLANS["daily_bills"].cron.split()[:2]
