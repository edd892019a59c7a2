"""What another package says that something costs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

#: What to do where a package with prices is missing, as running Tokenbooks does not need it.
INSTALL_ADVICE = "run `make price-audit`, or install requirements-dev.txt"

#: Units that prices of a meter are compared for. Every published quantity divides one of them, so no digit is lost.
_COMPARED_QUANTITIES = {"seconds": 3600, "tokens": 1_000_000, "characters": 1_000_000}


@dataclass(frozen=True, order=True)
class PricedKey:
    """What has one price at a time, for one size of input; spelled as the price book spells it.

    Attributes:
        deployment_scope: empty where the platform knows no scopes.
        region: region or geography; empty is any.
    """

    platform: str
    model: str
    meter: str
    service_tier: str = "standard"
    deployment_scope: str = ""
    region: str = ""


@dataclass(frozen=True)
class Quote:
    """One price of a package, for a range of dates and from a size of input on.

    Attributes:
        package: distribution that the price comes with, `litellm` or `genai-prices`.
        name: what the package calls the model.
        key: what is priced; the model as the book knows it, or as the package spells it if the book does not.
        context_from_tokens: smallest input in tokens that the price is for.
        unit_quantity: units that `unit_price` is for.
        unit_price: USD for `unit_quantity` units.
        valid_from: first UTC day; None where the package names none.
        valid_until: first UTC day on which it no longer holds; None is open.
        is_inherited: the package prices this meter by the general one of its direction, for lack of its own.
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
    """What a reader of a package asks the book."""

    @property
    def platforms(self) -> frozenset[str]:
        """Platforms with a price list."""
        ...

    def models(self, platform: str) -> frozenset[str]:
        """Return the models that the book prices on a platform."""
        ...

    def resolve(self, platform: str, raw_model: str, day: date) -> str:
        """Return the model whose price a name takes on a day; the name itself, in lower case, where it has none."""
        ...


_BEDROCK_PROFILE = re.compile(r"^(global|us|eu|apac|jp|au|ca|in)\.")


def bedrock_place(model: str) -> tuple[str, str]:
    """Return the deployment scope and the geography that a Bedrock id says by its prefix."""
    profile = _BEDROCK_PROFILE.match(model)
    if profile is None:
        return "regional", ""
    return ("global", "") if profile.group(1) == "global" else ("data_zone", profile.group(1))


def compared_quantity(unit: str) -> int:
    """Return the units of a meter that prices are compared for."""
    return _COMPARED_QUANTITIES.get(unit, 1)


def scaled(price: Decimal, quantity: int, to_quantity: int) -> Decimal:
    """Return a price for `quantity` units as the exact price for `to_quantity` units, a multiple or a part of ten."""
    return price * to_quantity / quantity


def plain(number: Decimal) -> str:
    """Write a number without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


#: Meters of a modality that a package prices by the general meter where it has no price of their own.
GENERAL_METERS = {
    f"{modality}_{direction}": f"text_{direction}"
    for modality in ("audio", "image", "video")
    for direction in ("input", "cached_input", "output")
}


def with_inherited(quotes: Iterable[Quote], meters_in_book: frozenset[str]) -> list[Quote]:
    """Add what a package charges, by its general prices, for meters that the book prices apart.

    Args:
        quotes: all prices of one model in one tier, scope and region.
        meters_in_book: meters that the book prices for the model.
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
