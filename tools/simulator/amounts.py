"""Exact decimals: products and quotients that never round, and their text."""

from decimal import Context, Decimal, Inexact

# Raising on Inexact turns any silent rounding into an error.
EXACT = Context(prec=60, traps=[Inexact])


def multiply(left: Decimal | int, right: Decimal | int) -> Decimal:
    """Return the exact product."""
    return EXACT.multiply(Decimal(left), Decimal(right))


def divide(left: Decimal | int, right: Decimal | int) -> Decimal:
    """Return the exact quotient.

    Raises:
        decimal.Inexact: the quotient has no finite decimal form.
    """
    return EXACT.divide(Decimal(left), Decimal(right))


def plain(value: Decimal | int) -> str:
    """Write a decimal in full: no exponent, no trailing zeros."""
    text = format(Decimal(value), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def number(value: Decimal | int) -> Decimal:
    """Return the decimal without trailing zeros and without an exponent."""
    return Decimal(plain(value))
