"""The price book, read from its seeds with the rules of `int_price_book_ranged` and `resolved_models`."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tokenbooks.errors import UserError
from tools.price_audit.quotes import PricedKey, compared_quantity, scaled

#: The model of prices that apply to every model of a platform, for example for tools.
ANY_MODEL = "*"
_LIST_SUFFIX = "__list_prices.csv"
_DATED = re.compile(r"-[0-9]{4}-?[0-9]{2}-?[0-9]{2}$")
#: What a name states of the place of its call, by platform, as in the macro `model_without_place`.
_PLACES = {
    "bedrock": re.compile(r"^(?:apac|au|ca|in|jp)\."),
    "gemini_api": re.compile(r"^models/"),
    "vertex": re.compile(r"^(?:publishers/[^/]+/models/|google/|anthropic/)"),
}


@dataclass(frozen=True)
class BookPrice:
    """One row of a price list.

    Attributes:
        key: what is priced.
        provider: company that trains the model.
        context_from_tokens: smallest input, in tokens, that the price applies to.
        unit_quantity: number of units that `unit_price` buys.
        unit_price: amount in `currency` for `unit_quantity` units, as published.
        currency: ISO 4217 code.
        valid_from: first instant of the price, in UTC.
        retired_at: first instant, in UTC, at which the price no longer applies; None if it still applies.
        known_at: instant, in UTC, at which the price became known.
        source: where the price was published.
        confidence: how reliable the source is.
    """

    key: PricedKey
    provider: str
    context_from_tokens: int
    unit_quantity: int
    unit_price: Decimal
    currency: str
    valid_from: datetime
    retired_at: datetime | None
    known_at: datetime
    source: str
    confidence: str


@dataclass(frozen=True)
class Alias:
    """A name and the model whose price it takes, between two instants. None means without a limit."""

    model: str
    valid_from: datetime | None
    valid_until: datetime | None


class Book:
    """The list prices that were known at an instant, and queries on them."""

    def __init__(
        self,
        platforms: Iterable[str],
        prices: Iterable[BookPrice],
        aliases: dict[tuple[str, str], list[Alias]],
        units: dict[str, str],
    ) -> None:
        """Index the prices.

        Args:
            platforms: platforms with a price list, which may be empty.
            prices: rows that were known at the instant of the audit. If several rows have the same key and start, the
                one that became known last counts.
            aliases: aliases by platform and name in lower case.
            units: unit of every registered meter.
        """
        self._platforms = frozenset(platforms)
        latest: dict[tuple[PricedKey, int, datetime], BookPrice] = {}
        for price in sorted(prices, key=lambda row: row.known_at):
            latest[price.key, price.context_from_tokens, price.valid_from] = price
        self._prices: dict[PricedKey, dict[int, list[BookPrice]]] = defaultdict(lambda: defaultdict(list))
        for price in sorted(latest.values(), key=lambda row: row.valid_from):
            self._prices[price.key][price.context_from_tokens].append(price)
        self._models: dict[str, set[str]] = defaultdict(set)
        self._meters: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._first_days: dict[tuple[str, str], date] = {}
        for key in self._prices:
            first = min(self.starts(key))
            self._first_days[key.platform, key.model] = min(
                first, self._first_days.get((key.platform, key.model), first)
            )
            self._models[key.platform].add(key.model)
            self._meters[key.platform, key.model].add(key.meter)
        self._aliases = aliases
        self._units = units

    @property
    def platforms(self) -> frozenset[str]:
        """Platforms with a price list."""
        return self._platforms

    def models(self, platform: str) -> frozenset[str]:
        """Return the models that have a price on a platform at any time."""
        return frozenset(self._models.get(platform, ()))

    def first_day_of(self, platform: str, model: str) -> date | None:
        """Return the day on which the first price of a model begins; None if the model has no price."""
        return self._first_days.get((platform, model))

    def meters(self, platform: str, model: str) -> frozenset[str]:
        """Return the meters that have a price for a model at any time and in any tier."""
        return frozenset(self._meters.get((platform, model), ()))

    def unit(self, meter: str) -> str:
        """Return the unit of a meter; empty if it is not registered."""
        return self._units.get(meter, "")

    @property
    def priced_keys(self) -> list[PricedKey]:
        """Every key that has a price at any time, in order."""
        return sorted(self._prices)

    def resolve(self, platform: str, raw_model: str, day: date) -> str:
        """Return the model whose price a name takes on a day; the name in lower case if it has no such model."""
        name = raw_model.lower()
        if (place := _PLACES.get(platform)) is not None:
            name = place.sub("", name)
        if platform == "vertex" and name.startswith("claude-"):
            name = name.partition("@")[0]
        for alias in self._aliases.get((platform, name), ()):
            if _holds(day, alias.valid_from, alias.valid_until):
                return alias.model
        undated = _DATED.sub("", name)
        return undated if name not in self._models[platform] and undated in self._models[platform] else name

    def fitting_key(self, key: PricedKey) -> PricedKey | None:
        """Return the key that prices a call of `key`. A specific model, scope or region precedes a general one."""
        for model in (key.model, ANY_MODEL):
            for scope in dict.fromkeys((key.deployment_scope, "")):
                for region in dict.fromkeys((key.region, "")):
                    fitting = PricedKey(key.platform, model, key.meter, key.service_tier, scope, region)
                    if fitting in self._prices:
                        return fitting
        return None

    def price_at(self, key: PricedKey, context_tokens: int, day: date) -> BookPrice | None:
        """Return the row that prices a call of this input size on a day; None if there is no price."""
        current = [
            price
            for context, versions in self._prices.get(key, {}).items()
            if context <= context_tokens and (price := _current(versions, day)) is not None
        ]
        return max(current, key=lambda price: price.context_from_tokens, default=None)

    def starts(self, key: PricedKey) -> list[date]:
        """Return the days on which a price of the key begins or is retired, in order."""
        rows = [price for versions in self._prices.get(key, {}).values() for price in versions]
        return sorted(
            {row.valid_from.date() for row in rows} | {row.retired_at.date() for row in rows if row.retired_at}
        )

    def first_day(self, key: PricedKey) -> date | None:
        """Return the day on which the first price of the key begins."""
        return min(self.starts(key), default=None)

    def contexts(self, key: PricedKey) -> frozenset[int]:
        """Return the input sizes, in tokens, from which a price of the key differs."""
        return frozenset(self._prices.get(key, ()))

    def compared(self, meter: str, price: Decimal, quantity: int) -> Decimal:
        """Convert a price for `quantity` units to the number of units for which prices of the meter are compared."""
        return scaled(price, quantity, compared_quantity(self.unit(meter)))


def read_book(seeds: Path, price_lists: Iterable[str], known_by: datetime) -> Book:
    """Read the list prices, aliases and meters.

    Args:
        seeds: folder of the seeds.
        price_lists: platforms that have a price list.
        known_by: instant in UTC. Rows that became known later are left out.

    Raises:
        UserError: a seed is missing, or a row cannot be read.
    """
    aliases: dict[tuple[str, str], list[Alias]] = defaultdict(list)
    for row in read_rows(seeds / "pricing" / "model_aliases.csv"):
        alias = Alias(row["model"], _instant(row["valid_from"]), _instant(row["valid_until"]))
        aliases[row["platform"], row["raw_model"]].append(alias)
    units = {row["meter"]: row["unit"] for row in read_rows(seeds / "reference" / "meters.csv")}
    lists = list(price_lists)
    prices = [price for name in lists for price in read_prices(seeds / "pricing" / f"{name}{_LIST_SUFFIX}")]
    return Book(lists, (price for price in prices if price.known_at <= known_by), aliases, units)


def read_prices(path: Path) -> list[BookPrice]:
    """Read one price list.

    Raises:
        UserError: the file is missing, or a row cannot be read.
    """
    prices = []
    for number, row in enumerate(read_rows(path), start=2):
        try:
            prices.append(_price(row))
        except (ValueError, InvalidOperation, KeyError) as error:
            raise UserError(f"{path}:{number} cannot be read as a price: {error!r}; correct the row") from error
    return prices


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read the rows of a seed, as values by column.

    Raises:
        UserError: the file cannot be read.
    """
    try:
        with path.open(newline="") as lines:
            return list(csv.DictReader(lines))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}; run the command in the project's folder") from error


def _price(row: dict[str, str]) -> BookPrice:
    valid_from, known_at = _instant(row["valid_from"]), _instant(row["known_at"])
    if valid_from is None or known_at is None:
        raise ValueError("valid_from and known_at are required")
    key_columns = ("platform", "model", "meter", "service_tier", "deployment_scope", "region")
    return BookPrice(
        key=PricedKey(*(row[column] for column in key_columns)),
        provider=row["provider"],
        context_from_tokens=int(row["context_from_tokens"]),
        unit_quantity=int(row["unit_quantity"]),
        unit_price=Decimal(row["unit_price"]),
        currency=row["currency"],
        valid_from=valid_from,
        retired_at=_instant(row["retired_at"]),
        known_at=known_at,
        source=row["source"],
        confidence=row["confidence"],
    )


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _current(versions: list[BookPrice], day: date) -> BookPrice | None:
    started = [price for price in versions if price.valid_from.date() <= day]
    if not started or (started[-1].retired_at is not None and started[-1].retired_at.date() <= day):
        return None
    return started[-1]


def _holds(day: date, valid_from: datetime | None, valid_until: datetime | None) -> bool:
    return (valid_from is None or valid_from.date() <= day) and (valid_until is None or day < valid_until.date())
