"""A file has one order of day and month. Where it is not the documented one, no date of the file is trusted."""

from __future__ import annotations

import pytest

from tokenbooks.loading.readers.date_order import DateOrder
from tokenbooks.loading.records import FileRefused

_HEADER = ("date", "meter", "billingperiodenddate", "billingperiodstart")


def refusal(*dates: str, end: str = "", start: str = "", reads_day_first: bool = True) -> str:
    """The reason why a file with these dates is refused; empty if it is not."""
    order = DateOrder(_HEADER)
    for text in dates:
        order.see((text, "13/13", end, start))
    try:
        order.check(reads_day_first=reads_day_first)
    except FileRefused as refused:
        return refused.rejection.reason
    return ""


@pytest.mark.parametrize(
    ("dates", "end", "reason"),
    [
        (("03/04/2026", "03/13/2026"), "", ""),
        (("03/04/2026", "05/04/2026"), "04/30/2026", ""),
        (("3/1/2026",), "", ""),
        (("10/01/2026", "10/02/2026"), "", ""),
        (("2026-03-13", "20260313", ""), "", ""),
        (("13/04/2026", "04/13/2026"), "", "mixed_dates"),
        (("13/04/2026",), "04/30/2026", "mixed_dates"),
        (("03/04/2026", "05/04/2026"), "", "ambiguous_dates"),
        (("3/4/26 0:00", "5/4/26 0:00"), "", "ambiguous_dates"),
        (("99/99/2026", "13/04"), "", ""),
    ],
)
def test_the_order_of_a_file(dates: tuple[str, ...], end: str, reason: str) -> None:
    """One date shows it for all columns. Dates that fit both orders have the month first, if that is plausible."""
    assert refusal(*dates, end=end) == reason


def test_a_billing_period_starts_on_the_first_of_a_month() -> None:
    """That shows the order of a file whose other dates fit both."""
    assert refusal("4/1/25", "5/1/25", start="4/1/25") == ""
    assert refusal("4/1/25", "5/1/25", start="1/4/25") == "ambiguous_dates"
    assert refusal("1/4/25", "2/4/25", "3/4/25", start="1/1/25") == "ambiguous_dates"


def test_a_file_with_the_day_first() -> None:
    """It is refused unless the models read it."""
    assert refusal("03/04/2026", end="30/04/2026", reads_day_first=True) == ""
    assert refusal("03/04/2026", end="30/04/2026", reads_day_first=False) == "day_first_dates"


@pytest.mark.parametrize(
    ("name", "is_date"),
    [
        ("usagedatetime", True),
        ("billingperiodstartdate", True),
        ("chargeperiodend", True),
        ("line_item_usage_start_date", True),
        ("usagestarttime", True),
        ("vendortag", False),
        ("spend", False),
        ("uptime", False),
        ("sentiment", False),
        ("periodicity", False),
    ],
)
def test_a_column_of_dates(name: str, is_date: bool) -> None:
    """A whole word of its name says so. A longer word that contains one says nothing."""
    order = DateOrder((name,))
    order.see(("13/04/2026",))
    order.see(("04/13/2026",))
    if is_date:
        with pytest.raises(FileRefused):
            order.check(reads_day_first=True)
    else:
        order.check(reads_day_first=True)
