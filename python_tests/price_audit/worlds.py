"""Small books and packages for the audit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from genai_prices.types import (
    ClauseEquals,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    PriceVariant,
    Provider,
    StartDateConstraint,
)

from orchestration.commands.price_audit import Package, run_audit
from tools.price_audit import genai_prices_data, litellm_prices
from tools.price_audit.book import Book, read_book
from tools.price_audit.compare import Comparison, compare
from tools.price_audit.proposal import HEADER as PRICE_COLUMNS
from tools.price_audit.report import Audit
from tools.price_audit.verdicts import HEADER as VERDICT_COLUMNS

DAY = date(2026, 11, 25)
_METERS = {
    "text_input": "tokens",
    "text_cached_input": "tokens",
    "text_output": "tokens",
    "audio_input": "tokens",
    "transcription_seconds": "seconds",
    "web_search_call": "calls",
}


def price(**columns: object) -> dict[str, str]:
    """Return a row of a price list. The defaults are the text input price of `gpt-x` at OpenAI, 2 USD per million."""
    row = {
        "provider": "openai",
        "platform": "openai",
        "model": "gpt-x",
        "meter": "text_input",
        "service_tier": "standard",
        "deployment_scope": "",
        "region": "",
        "context_from_tokens": "0",
        "unit_quantity": "1000000",
        "unit_price": "2",
        "currency": "USD",
        "valid_from": "2026-01-01 00:00:00",
        "retired_at": "",
        "known_at": "2026-01-01 00:00:00",
        "source": "test",
        "confidence": "low",
    }
    return row | {name: str(value) for name, value in columns.items()}


def write_seeds(
    seeds: Path,
    prices: list[dict[str, str]],
    aliases: Mapping[str, str] | None = None,
    verdicts: list[dict[str, str]] | None = None,
) -> Path:
    """Write the seeds that the audit reads, with one price list, and return their folder."""
    (seeds / "pricing").mkdir(parents=True, exist_ok=True)
    (seeds / "reference").mkdir(exist_ok=True)
    _write(seeds / "pricing" / "openai__list_prices.csv", PRICE_COLUMNS, prices)
    columns = ("platform", "raw_model", "model", "valid_from", "valid_until", "note")
    rows = [{"platform": "openai", "raw_model": raw, "model": model} for raw, model in (aliases or {}).items()]
    _write(seeds / "pricing" / "model_aliases.csv", columns, rows)
    _write(seeds / "pricing" / "price_audit_verdicts.csv", VERDICT_COLUMNS, verdicts or [])
    meters = [{"meter": meter, "unit": unit} for meter, unit in _METERS.items()]
    _write(seeds / "reference" / "meters.csv", ("meter", "unit"), meters)
    return seeds


def read(seeds: Path) -> Book:
    """Read the book as it was known at the end of the day of the audit."""
    return read_book(seeds, ["openai"], datetime.combine(DAY, time.max))


def against_litellm(book: Book, **models: Mapping[str, object]) -> list[Comparison]:
    """Compare the book with litellm data of OpenAI models: fields by name, amounts as text."""
    quotes = litellm_prices.read_quotes(litellm_data(**models), book, DAY)
    return compare(book, litellm_prices.PACKAGE, quotes, DAY)


def litellm_data(**models: Mapping[str, object]) -> dict[str, dict[str, Any]]:
    """Return litellm data of OpenAI models."""
    return {
        name.replace("_", "-"): {
            "litellm_provider": "openai",
            **{field: Decimal(amount) if isinstance(amount, str) else amount for field, amount in fields.items()},
        }
        for name, fields in models.items()
    }


def against_genai_prices(book: Book, *models: ModelInfo) -> list[Comparison]:
    """Compare the book with genai-prices data of OpenAI models."""
    providers = [Provider("openai", "OpenAI", "", models=list(models))]
    return compare(book, genai_prices_data.PACKAGE, genai_prices_data.read_quotes(providers, book, DAY), DAY)


def model(name: str, prices: ModelPrice | list[ConditionalPrice], *variants: PriceVariant) -> ModelInfo:
    """Return a model of genai-prices that is known by one name."""
    return ModelInfo(name, ClauseEquals(name), prices=prices, price_variants=list(variants))


def from_day(day: str | None, **prices: str) -> ConditionalPrice:
    """Return prices of genai-prices that apply from a day on, or without a start."""
    constraint = StartDateConstraint(date.fromisoformat(day)) if day else None
    return ConditionalPrice(constraint, prices=per_million(**prices))


def per_million(**prices: str) -> ModelPrice:
    """Return prices of genai-prices."""
    return ModelPrice(**{field: Decimal(amount) for field, amount in prices.items()})


def found(comparisons: list[Comparison], status: str) -> list[tuple[str, str, int, str, str]]:
    """Return the comparisons with a status: model, meter, tokens, our amount and their amount."""
    return [
        (one.key.model, one.key.meter, one.context_from_tokens, str(one.ours or ""), str(one.theirs or ""))
        for one in comparisons
        if one.status == status
    ]


def audit(seeds: Path, data: Mapping[str, Mapping[str, Any]]) -> Audit:
    """Audit a small book against litellm data."""
    package = Package(litellm_prices.PACKAGE, lambda: data, litellm_prices.read_quotes)
    return run_audit(read(seeds), ["openai"], seeds, DAY, [package])


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
