"""Prices of other packages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

#: What to do if a package with prices is not installed. Tokenbooks itself does not need it.
INSTALL_ADVICE = "run `make price-audit`, or install requirements-dev.txt"

#: The units for which prices of a meter are compared. Published quantities divide one of them, so no digit is lost.
_COMPARED_QUANTITIES = {"seconds": 3600, "tokens": 1_000_000, "characters": 1_000_000}


@dataclass(frozen=True, order=True)
class PricedKey:
    """The key of a price, in the words of the price book. For one size of input it has one price at a time.

    Attributes:
        platform: platform that bills.
        model: model that is called.
        meter: meter that is billed.
        service_tier: tier of the service, such as `standard`.
        deployment_scope: scope of the deployment; empty if the platform does not have scopes.
        region: region or geography; empty for any.
    """

    platform: str
    model: str
    meter: str
    service_tier: str = "standard"
    deployment_scope: str = ""
    region: str = ""


@dataclass(frozen=True)
class Quote:
    """One price of a package, for a range of dates and inputs from a size on.

    Attributes:
        package: distribution that contains the price, `litellm` or `genai-prices`.
        name: the package's name for the model.
        key: what is priced. The model has the book's name, or the package's name if the book does not have it.
        context_from_tokens: smallest input, in tokens, that the price applies to.
        unit_quantity: number of units that `unit_price` buys.
        unit_price: USD for `unit_quantity` units.
        valid_from: first UTC day; None if the package does not state it.
        valid_until: first UTC day on which the price no longer applies; None if it still applies.
        is_inherited: whether it is the general price of the direction, because the meter has no price of its own.
    """

    package: str
    name: str
    key: PricedKey
    context_from_tokens: int
    unit_quantity: int
    unit_price: Decimal
    valid_from: date | None = None
    valid_until: date | None = None
    is_inherited: bool = False


class KnownModels(Protocol):
    """The queries on the book that a reader of a package needs."""

    @property
    def platforms(self) -> frozenset[str]:
        """Platforms with a price list."""
        ...

    def models(self, platform: str) -> frozenset[str]:
        """Return the models that the book prices on a platform."""
        ...

    def resolve(self, platform: str, raw_model: str, day: date) -> str:
        """Return the model whose price a name takes on a day; the name in lower case if it has no such model."""
        ...


_BEDROCK_PROFILE = re.compile(r"^(global|us-gov|us|eu|apac|jp|au|ca|in)\.")


def bedrock_place(model: str) -> tuple[str, str]:
    """Return the deployment scope and the geography that the prefix of a Bedrock id states."""
    profile = _BEDROCK_PROFILE.match(model)
    if profile is None:
        return "regional", ""
    return ("global", "") if profile.group(1) == "global" else ("data_zone", profile.group(1))


def compared_quantity(unit: str) -> int:
    """Return the number of units for which prices of a meter are compared."""
    return _COMPARED_QUANTITIES.get(unit, 1)


def scaled(price: Decimal, quantity: int, to_quantity: int) -> Decimal:
    """Convert a price for `quantity` units to the exact price for `to_quantity` units. The factor is a power of ten."""
    return price * to_quantity / quantity


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


#: Meters of a modality, with the general meter whose price a package uses if the modality has no price of its own.
GENERAL_METERS = {
    f"{modality}_{direction}": f"text_{direction}"
    for modality in ("audio", "image", "video")
    for direction in ("input", "cached_input", "output")
}


def with_inherited(quotes: Iterable[Quote], meters_in_book: frozenset[str]) -> list[Quote]:
    """Add the package's general prices for meters that have a price of their own in the book.

    Args:
        quotes: all prices of one model in one tier, scope and region.
        meters_in_book: meters that have a price for the model in the book.
    """
    own = list(quotes)
    priced = {quote.key.meter for quote in own}
    inherited = [
        replace(quote, key=replace(quote.key, meter=meter), is_inherited=True)
        for meter in sorted(meters_in_book - priced)
        for quote in own
        if quote.key.meter == GENERAL_METERS.get(meter)
    ]
    return own + inherited
