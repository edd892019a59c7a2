"""Formats figures for people. Text and Markdown share these formats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def money(amount: Decimal | None, digits: int = 4) -> str:
    """An amount with a number of decimals, `1,234.5678`; an empty text for None."""
    return "" if amount is None else f"{amount:,.{digits}f}"


def number(quantity: Decimal | int) -> str:
    """A quantity without trailing zeros."""
    text = f"{quantity:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio: Decimal | None) -> str:
    """A ratio in percent, `5.27 %`; an empty text for None."""
    return "" if ratio is None else f"{ratio * 100:,.2f} %"


def month(day: date) -> str:
    """A month, `2026-03`."""
    return f"{day:%Y-%m}"
