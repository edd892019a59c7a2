"""List prices for the simulated bills, read from the price book seeds."""

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from tools.simulator.amounts import divide

PRICING_SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "pricing"


class MissingPriceError(LookupError):
    """The price book has no list price for a meter that the simulator bills."""


@dataclass(frozen=True)
class _Price:
    """List price of a block of units, from a day (included) until a day (excluded)."""

    block_price: Decimal
    block_size: Decimal
    valid_from: date
    retired_at: date
    context_from_tokens: int
    region: str


@dataclass
class PriceBook:
    """List prices by platform, model, meter, service tier and deployment scope. Amounts are in USD."""

    _prices: dict[tuple[str, str, str, str, str], list[_Price]] = field(default_factory=dict)

    @classmethod
    def read(cls, directory: Path = PRICING_SEEDS) -> "PriceBook":
        """Read every `*__list_prices.csv` file of the directory."""
        book = cls()
        for path in sorted(directory.glob("*__list_prices.csv")):
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    book._add(row)
        if not book._prices:
            raise MissingPriceError(f"no *__list_prices.csv in {directory}")
        return book

    def _add(self, row: dict[str, str]) -> None:
        key = (row["platform"], row["model"], row["meter"], row["service_tier"] or "standard", row["deployment_scope"])
        price = _Price(
            block_price=Decimal(row["unit_price"]),
            block_size=Decimal(row["unit_quantity"]),
            valid_from=date.fromisoformat(row["valid_from"][:10]) if row["valid_from"] else date.min,
            retired_at=date.fromisoformat(row["retired_at"][:10]) if row["retired_at"] else date.max,
            context_from_tokens=int(row["context_from_tokens"] or 0),
            region=row["region"],
        )
        self._prices.setdefault(key, []).append(price)

    def unit_price(
        self,
        platform: str,
        model: str,
        meter: str,
        tier: str,
        scope: str,
        day: date,
        region: str = "",
        context_tokens: int = 0,
    ) -> Decimal:
        """Return the list price of one unit on a day. The defaults are the shortest context and no region."""
        candidates = [
            price
            for price in self._prices.get((platform, model, meter, tier, scope), [])
            if price.valid_from <= day < price.retired_at
            and price.context_from_tokens <= context_tokens
            and price.region == region
        ]
        if not candidates:
            raise MissingPriceError(f"no list price for {platform} {model} {meter} {tier} {scope or '-'} on {day}")
        price = max(candidates, key=lambda price: (price.context_from_tokens, price.valid_from))
        return divide(price.block_price, price.block_size)
