"""The cost of a call, calculated again in Python from the seed files alone, without the SQL of the project."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

_TWELVE = Decimal("1e-12")
_DATED = re.compile(r"-[0-9]{4}-?[0-9]{2}-?[0-9]{2}$")
#: What a name states of the place of its call, which is not part of the model's name.
_PLACES = {
    "bedrock": re.compile(r"^(apac|au|ca|in|jp)\."),
    "gemini_api": re.compile(r"^models/"),
    "vertex": re.compile(r"^(publishers/[^/]+/models/|google/|anthropic/)"),
}

Row = dict[str, str]


@dataclass(frozen=True)
class Booking:
    """The names under which a call is booked, as it spells them, its instant and its size."""

    platform: str
    model: str
    at: datetime
    context: int
    account: str = "default"
    tier: str = ""
    scope: str = ""
    region: str = ""


class PriceBook:
    """The price lists, contracts, aliases and reference tables of the seeds."""

    def __init__(self, seeds: Path, as_of: datetime) -> None:
        """Read every list. Prices that became known after `as_of` are ignored."""
        contracts = _read(seeds / "pricing" / "contracted_prices.csv")
        lists = [row for path in (seeds / "pricing").glob("*__list_prices.csv") for row in _read(path)]
        known = [row for row in lists + contracts if _instant(row["known_at"]) <= as_of]
        undiscounted = _read(seeds / "pricing" / "models_without_cache_discount.csv")
        self.rows = known + _cached_at_full_price(known, {(row["platform"], row["model"]) for row in undiscounted})
        self._aliases = _grouped(_read(seeds / "pricing" / "model_aliases.csv"), "platform")
        self._platforms = {row["platform"]: row for row in _read(seeds / "reference" / "platforms.csv")}
        tiers = _read(seeds / "reference" / "service_tiers.csv")
        self._tiers = {row["raw_service_tier"]: row["service_tier"] for row in tiers}
        self._outside_capacity = {row["raw_service_tier"] for row in tiers if row["is_outside_capacity"] == "true"}
        self._scopes = _mapping(seeds / "reference" / "deployment_scopes.csv")
        self._units = {row["meter"]: row["unit"] for row in _read(seeds / "reference" / "meters.csv")}
        self._geographies = {
            (row["platform"], row["region"]): row["geography"] for row in _read(seeds / "reference" / "regions.csv")
        }
        # An empty account means a list price: contracts always have an account.
        self._prices: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            self._prices[row["platform"], row["model"], row["meter"]].append(row)
        self._listed = {(row["platform"], row["model"]) for row in self.rows}

    def names(self, platform: str, meters: Iterable[str] = ()) -> list[str]:
        """The models that a platform prices, optionally only those with a price for some meters, and their aliases."""
        wanted = set(meters)
        models = {
            row["model"]
            for row in self.rows
            if row["platform"] == platform and row["model"] != "*" and (not wanted or row["meter"] in wanted)
        }
        aliases = {row["raw_model"] for row in self._aliases[platform] if row["model"] in models}
        return sorted(models | aliases)

    def regions(self, platform: str) -> list[str]:
        """Regions and geographies of a platform."""
        return sorted(region for owner, region in self._geographies if owner == platform)

    def instants(self) -> list[datetime]:
        """Every instant at which some price begins or ends."""
        texts = {row[name] for row in self.rows for name in ("valid_from", "retired_at") if row[name]}
        return sorted(_instant(text) for text in texts)

    def model(self, platform: str, name: str, at: datetime) -> str:
        """The model that a name is priced under."""
        name = name.lower()
        if platform in _PLACES:
            name = _PLACES[platform].sub("", name)
        if platform == "vertex" and name.startswith("claude-"):
            name = name.split("@")[0]
        for alias in self._aliases[platform]:
            if alias["raw_model"].lower() == name and _holds(alias, at, "valid_from", "valid_until"):
                return alias["model"]
        undated = _DATED.sub("", name)
        if (platform, name) not in self._listed and (platform, undated) in self._listed:
            return undated
        return name or "(unknown)"

    def tier(self, booking: Booking) -> str:
        """The tier that a call is priced in. Capacity bought in advance has no prices."""
        tier = booking.tier.lower()
        names = (tier, booking.scope.lower())
        if any("provision" in name for name in names) and tier not in self._outside_capacity:
            return "provisioned"
        return self._tiers.get(tier, tier) or "standard"

    def is_covered(self, booking: Booking, meter: str) -> bool:
        """Whether capacity bought in advance covers usage of a meter, so that it needs no price."""
        return self.tier(booking) == "provisioned" and self._units.get(meter) in (
            "tokens",
            "seconds",
            "characters",
            "images",
        )

    def cost(self, booking: Booking, meter: str, quantity: Decimal) -> Decimal | None:
        """The cost of a quantity; None without a price."""
        price = self._price(booking, meter)
        if price is None:
            return None
        block, quoted = int(price["unit_quantity"]), Decimal(price["unit_price"])
        with localcontext(prec=60):
            if block in (60, 3600):
                # The price per second is not exact, so the division comes last and rounds once.
                return (quantity * quoted / block).quantize(_TWELVE, ROUND_HALF_UP)
            return (quantity * (quoted / block).quantize(_TWELVE, ROUND_HALF_UP)).quantize(_TWELVE, ROUND_HALF_UP)

    def _price(self, booking: Booking, meter: str) -> Row | None:
        """The most specific row: contract before list, model before any, tier before standard, scope before none."""
        model = self.model(booking.platform, booking.model, booking.at)
        region = booking.region.lower()
        tier = self.tier(booking)
        scope = self._scopes.get(booking.scope.lower(), booking.scope.lower())
        scope = scope or self._platforms.get(booking.platform, {}).get("default_deployment_scope", "")
        regions = list(dict.fromkeys([region, self._geographies.get((booking.platform, region), region), ""]))
        # If a tier has no fee for a call, the fee of the standard tier applies.
        tiers = dict.fromkeys([tier, "standard"] if self._units.get(meter) == "calls" else [tier])
        for account, named, at_tier, at_scope, at_region in itertools.product(
            dict.fromkeys([booking.account, ""]), (model, "*"), tiers, dict.fromkeys([scope, ""]), regions
        ):
            found = self._in_force(
                [
                    row
                    for row in self._prices[booking.platform, named, meter]
                    if row.get("billing_account_id", "") == account
                    and row["deployment_scope"] == at_scope
                    and row["region"] == at_region
                    and (row["service_tier"] == at_tier or named == "*")
                ],
                booking,
            )
            if found:
                return found
        return None

    @staticmethod
    def _in_force(rows: list[Row], booking: Booking) -> Row | None:
        """Of the rows of one key, the largest size that the call reaches, and of those the last one that began."""
        begun = [row for row in rows if _instant(row["valid_from"]) <= booking.at]
        last: dict[int, Row] = {}
        for row in sorted(begun, key=lambda row: (_instant(row["valid_from"]), _instant(row["known_at"]))):
            last[int(row["context_from_tokens"])] = row
        sizes = [
            size
            for size, row in last.items()
            if size <= booking.context and (not row["retired_at"] or booking.at < _instant(row["retired_at"]))
        ]
        return last[max(sizes)] if sizes else None


def _read(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _cached_at_full_price(rows: list[Row], models: set[tuple[str, str]]) -> list[Row]:
    """The prices of cached input of models whose cache gives no discount: those of their input."""
    account_models = {
        (row.get("billing_account_id", ""), row["platform"], row["model"])
        for row in rows
        if row["meter"].endswith("_cached_input")
    }
    return [
        row | {"meter": row["meter"].replace("_input", "_cached_input")}
        for row in rows
        if (row["platform"], row["model"]) in models
        and row["meter"] in ("text_input", "audio_input", "image_input", "video_input")
        and (row.get("billing_account_id", ""), row["platform"], row["model"]) not in account_models
    ]


def _mapping(path: Path) -> dict[str, str]:
    raw, name = _read(path)[0].keys()
    return {row[raw]: row[name] for row in _read(path)}


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _holds(row: Row, at: datetime, start: str, end: str) -> bool:
    return (not row[start] or _instant(row[start]) <= at) and (not row[end] or at < _instant(row[end]))
