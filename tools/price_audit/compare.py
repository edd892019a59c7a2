"""Compares the book with packages: one comparison per price, size of input and pair of amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal

from tools.price_audit.book import Book
from tools.price_audit.quotes import GENERAL_METERS, PricedKey, Quote, compared_quantity, scaled, with_inherited

Status = Literal["agree", "differ", "missing here", "missing there"]
STATUSES: tuple[Status, ...] = ("agree", "differ", "missing here", "missing there")
#: Amounts whose relative difference is below one divided by this number differ only in rounding.
_ROUNDING = 2000
_SLIPS = tuple(Decimal(10) ** power for power in range(1, 7))


@dataclass(frozen=True)
class Comparison:
    """One price in the book and in a package.

    Attributes:
        package: distribution that contains the other price.
        name: the package's name for the model; empty if the package lacks the price.
        key: what is priced, in the words of the book.
        context_from_tokens: size of the input, in tokens, that was compared.
        quantity: units of the meter that both amounts are for.
        ours: price in the book, in USD; None if the book lacks it.
        theirs: price in the package, in USD; None if the package lacks it.
        from_day: first UTC day on which the comparison had this result.
        until_day: last UTC day on which the comparison had this result.
        is_inherited: whether the package has only a general price that covers the meter.
        quote: the price of the package, for a proposal.
    """

    package: str
    name: str
    key: PricedKey
    context_from_tokens: int
    quantity: int
    ours: Decimal | None
    theirs: Decimal | None
    from_day: date
    until_day: date
    is_inherited: bool = False
    quote: Quote | None = None

    @property
    def status(self) -> Status:
        """The result of the comparison."""
        if self.ours is None:
            return "missing here"
        if self.theirs is None:
            return "missing there"
        # Packages store prices as floats and per second. The book stores them as published.
        return "agree" if abs(self.ours - self.theirs) * _ROUNDING <= self.ours else "differ"

    @property
    def slip(self) -> int:
        """Return 10, 100, 1000 and so on if one amount is exactly that many times the other; else 0."""
        if not self.ours or not self.theirs or self.is_inherited:
            return 0
        larger, smaller = max(self.ours, self.theirs), min(self.ours, self.theirs)
        return next((int(factor) for factor in _SLIPS if smaller * factor == larger), 0)


def compare(book: Book, package: str, quotes: Iterable[Quote], day: date) -> list[Comparison]:
    """Compare every price of a package with the book, and list the prices of the book that the package lacks.

    A price of the package is compared on its first day, on every later day on which the book's price changes, and on
    the day of the audit, as long as it applies on these days.

    Args:
        book: the book as known on the day of the audit.
        package: distribution that contains the quotes.
        quotes: its prices.
        day: day of the audit, in UTC.
    """
    found: list[Comparison] = []
    covered: set[PricedKey] = set()
    for _, group in groupby(sorted(quotes, key=_place), key=_place):
        prices = _by_meter(book, list(group))
        for theirs in prices.values():
            key = book.fitting_key(theirs[0].key)
            if key is None:
                found += [] if theirs[0].is_inherited else _missing_here(book, theirs, day)
            else:
                covered.add(key)
                found += _compared(book, key, theirs, day)
    return _merged(found) + _missing_there(book, package, covered, day)


def _place(quote: Quote) -> tuple[str, ...]:
    key = quote.key
    return (key.platform, key.model, key.deployment_scope, key.region, key.service_tier, quote.name)


def _by_meter(book: Book, quotes: list[Quote]) -> dict[str, list[Quote]]:
    """Return the quotes of one name, tier and place by meter. A meter without a price takes the general price."""
    in_book = book.meters(quotes[0].key.platform, quotes[0].key.model)
    by_meter: dict[str, list[Quote]] = defaultdict(list)
    for quote in with_inherited(quotes, in_book):
        by_meter[quote.key.meter].append(quote)
    return by_meter


def _missing_here(book: Book, quotes: list[Quote], day: date) -> list[Comparison]:
    """Return the prices that the book lacks. Prices of zero are left out, because packages write zero for "none"."""
    return [
        _comparison(book, quote.key, quote, quote.context_from_tokens, None, quote.valid_from or day)
        for quote in quotes
        if quote.unit_price > 0
    ]


def _compared(book: Book, key: PricedKey, quotes: list[Quote], day: date) -> list[Comparison]:
    found = []
    sizes = _sizes(book.contexts(key), {quote.context_from_tokens for quote in quotes})
    for quote in quotes:
        for looked_at in _days(book, key, quote, day):
            for size in sizes:
                if _theirs_at(quotes, size, looked_at) is not quote:
                    continue
                row = book.price_at(key, size, looked_at)
                ours = None if row is None else book.compared(key.meter, row.unit_price, row.unit_quantity)
                if ours is None and (quote.unit_price == 0 or quote.is_inherited):
                    continue
                if quote.is_inherited and ours == _general_price(book, key, size, looked_at):
                    continue
                found.append(_comparison(book, key, quote, size, ours, looked_at))
    return found


def _sizes(ours: frozenset[int], theirs: set[int]) -> list[int]:
    """Return the input sizes to compare. "From" a threshold and "above" it count as the same threshold."""
    sizes = {0} | theirs | ours
    return sorted(size for size in sizes if size + 1 not in sizes)


def _general_price(book: Book, key: PricedKey, size: int, day: date) -> Decimal | None:
    """Return the book's price of the general meter that replaces this meter."""
    general = replace(key, meter=GENERAL_METERS[key.meter])
    row = book.price_at(general, size, day)
    return None if row is None else book.compared(general.meter, row.unit_price, row.unit_quantity)


def _days(book: Book, key: PricedKey, quote: Quote, day: date) -> list[date]:
    start = quote.valid_from or book.first_day(key) or day
    last = quote.valid_until - timedelta(days=1) if quote.valid_until else max(day, start)
    changes = [change for change in book.starts(key) if start <= change <= last]
    return sorted({start, *changes, *([day] if start <= day <= last else [])}) if start <= last else []


def _theirs_at(quotes: list[Quote], size: int, day: date) -> Quote | None:
    current = [
        quote
        for quote in quotes
        if quote.context_from_tokens <= size
        and (quote.valid_from is None or quote.valid_from <= day)
        and (quote.valid_until is None or day < quote.valid_until)
    ]
    return max(current, key=lambda quote: quote.context_from_tokens, default=None)


def _comparison(book: Book, key: PricedKey, quote: Quote, size: int, ours: Decimal | None, day: date) -> Comparison:
    quantity = compared_quantity(book.unit(key.meter))
    theirs = scaled(quote.unit_price, quote.unit_quantity, quantity)
    return Comparison(quote.package, quote.name, key, size, quantity, ours, theirs, day, day, quote.is_inherited, quote)


def _merged(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """Merge comparisons that have the same result on several days."""
    merged: dict[tuple[object, ...], Comparison] = {}
    for one in sorted(
        comparisons, key=lambda found: (found.key, found.context_from_tokens, found.from_day, found.name)
    ):
        lacking_since = one.quote.valid_from if one.ours is None and one.quote else None
        same = (one.package, one.key, one.context_from_tokens, one.ours, one.theirs, lacking_since)
        first = merged.setdefault(same, one)
        merged[same] = replace(
            first, from_day=min(first.from_day, one.from_day), until_day=max(first.until_day, one.until_day)
        )
    return list(merged.values())


def _missing_there(book: Book, package: str, covered: set[PricedKey], day: date) -> list[Comparison]:
    found = []
    for key in book.priced_keys:
        row = book.price_at(key, 0, day)
        if key not in covered and row is not None:
            ours = book.compared(key.meter, row.unit_price, row.unit_quantity)
            quantity = compared_quantity(book.unit(key.meter))
            found.append(Comparison(package, "", key, 0, quantity, ours, None, day, day))
    return found
