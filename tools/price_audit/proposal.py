"""Seed rows for prices that the book lacks, ready to paste into the price lists."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tools.price_audit.book import Book
from tools.price_audit.compare import Comparison
from tools.price_audit.quotes import PricedKey, Quote, plain

#: Columns of a price list, in order.
HEADER = (
    "provider",
    "platform",
    "model",
    "meter",
    "service_tier",
    "deployment_scope",
    "region",
    "context_from_tokens",
    "unit_quantity",
    "unit_price",
    "currency",
    "valid_from",
    "retired_at",
    "known_at",
    "source",
    "confidence",
)
_DAY_IN_NAME = re.compile(r"(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
#: The company that trains a model, by a part of the model's name. The first match counts.
_PROVIDERS = {
    "sonar": "perplexity",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "claude": "anthropic",
    "gpt": "openai",
    "whisper": "openai",
    "gemini": "google",
    "gemma": "google",
    "nova": "amazon",
    "titan": "amazon",
    "nemotron": "nvidia",
    "llama": "meta",
    "muse": "meta",
    "qwen": "alibaba",
    "kimi": "moonshotai",
    "glm": "zai",
    "minimax": "minimax",
    "grok": "xai",
    "mistral": "mistral",
    "mixtral": "mistral",
    "palmyra": "writer",
    "canopylabs": "canopylabs",
    "thinkingmachines": "thinkingmachines",
    "jamba": "ai21",
}
#: The company that trains a platform's other models, if it is not the platform itself.
_COMPANIES = {"azure": "openai", "gemini_api": "google", "vertex": "google"}
Row = dict[str, str]


def proposed_rows(book: Book, comparisons: Iterable[Comparison], day: date, undated_from: date) -> dict[str, list[Row]]:
    """Return the rows that the book lacks, by platform, sorted like the price lists.

    A price without a start begins with the first price of its model, else on the day in the model's name, else on
    `undated_from`. If both packages price a key, the standard tier comes from genai-prices, which dates its changes.
    Other tiers come from litellm, because genai-prices dates them from the day on which it first had them. A price
    without days is not proposed if the book has a price of the same key that was retired or begins later.

    Args:
        book: the book, which states when the first price of a model begins.
        comparisons: the comparisons of the audit.
        day: day of the audit. It is the `known_at` of prices that start later.
        undated_from: first UTC day of a price whose start is unknown.
    """
    by_key: dict[PricedKey, dict[str, list[Quote]]] = defaultdict(lambda: defaultdict(list))
    for one in comparisons:
        if one.status == "missing here" and one.quote is not None and one.quote.unit_price > 0:
            by_key[one.key][one.package].append(one.quote)
    rows: dict[str, dict[tuple[object, ...], Row]] = defaultdict(dict)
    for key, packages in by_key.items():
        for quote in max(packages.values(), key=_is_preferred):
            # litellm has no days; its quotes have the day of the audit.
            dated = None if quote.package == "litellm" else quote.valid_from
            if dated is None and book.starts(key):
                continue
            start = dated or min(_start(book, key, undated_from), day)
            if quote.valid_until is None or start < quote.valid_until:
                row = _row(quote, key, start, min(start, day))
                rows[key.platform].setdefault(_order(row), row)
    return {platform: [found[order] for order in sorted(found)] for platform, found in sorted(rows.items())}


def write_rows(folder: Path, rows: dict[str, list[Row]]) -> list[Path]:
    """Write one CSV file per platform, with the header of the price lists, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for platform, found in rows.items():
        paths.append(folder / f"{platform}__list_prices.csv")
        with paths[-1].open("w", newline="") as lines:
            writer = csv.DictWriter(lines, HEADER, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    return paths


def _is_preferred(quotes: list[Quote]) -> bool:
    """Whether the package is the preferred one for the tier of its quotes."""
    return (quotes[0].package == "litellm") == (quotes[0].key.service_tier != "standard")


def _start(book: Book, key: PricedKey, undated_from: date) -> date:
    if (first := book.first_day_of(key.platform, key.model)) is not None:
        return first
    named = _DAY_IN_NAME.search(key.model)
    try:
        return date(*(int(part) for part in named.groups())) if named else undated_from
    except ValueError:
        return undated_from


def _row(quote: Quote, key: PricedKey, start: date, known: date) -> Row:
    name = key.model.lower()
    company = _COMPANIES.get(key.platform, key.platform)
    provider = next((provider for part, provider in _PROVIDERS.items() if part in name), company)
    return {
        "provider": provider,
        "platform": key.platform,
        "model": key.model.lower(),
        "meter": key.meter,
        "service_tier": key.service_tier,
        "deployment_scope": key.deployment_scope,
        "region": key.region,
        "context_from_tokens": str(quote.context_from_tokens),
        "unit_quantity": str(quote.unit_quantity),
        "unit_price": plain(Decimal(quote.unit_price)),
        "currency": "USD",
        "valid_from": f"{start} 00:00:00",
        "retired_at": "",
        "known_at": f"{known} 00:00:00",
        "source": f"{quote.package} {_version(quote.package)}[{quote.name}]",
        "confidence": "medium" if quote.package != "litellm" and quote.valid_from else "low",
    }


@cache
def _version(package: str) -> str:
    return version(package)


def _order(row: Row) -> tuple[object, ...]:
    key = (row["model"], row["meter"], row["service_tier"], row["deployment_scope"], row["region"])
    return (*key, int(row["context_from_tokens"]), row["valid_from"], row["known_at"])
