"""The prices in genai-prices: Decimals per million or thousand, with the days from which they apply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tokenbooks.errors import UserError
from tools.price_audit.quotes import INSTALL_ADVICE, KnownModels, PricedKey, Quote, bedrock_place

PACKAGE = "genai-prices"

_PLATFORMS = {
    "anthropic": ("anthropic",),
    "aws": ("bedrock",),
    "azure": ("azure",),
    "cerebras": ("cerebras",),
    "cohere": ("cohere",),
    "deepseek": ("deepseek",),
    "fireworks": ("fireworks_ai",),
    "google": ("gemini_api", "vertex"),
    "groq": ("groq",),
    "mistral": ("mistral",),
    "modal": ("modal",),
    "openai": ("openai",),
    "openrouter": ("openrouter",),
    "perplexity": ("perplexity",),
    "x-ai": ("xai",),
    "zai": ("zai",),
}
_SCOPES = {"azure": "global", "vertex": "global"}
#: Price fields, with the meter that each prices and the units that the price is for.
_METERS = {
    "input_mtok": ("text_input", 1_000_000),
    "input_text_mtok": ("text_input", 1_000_000),
    "output_mtok": ("text_output", 1_000_000),
    "output_text_mtok": ("text_output", 1_000_000),
    "cache_read_mtok": ("text_cached_input", 1_000_000),
    "cache_text_read_mtok": ("text_cached_input", 1_000_000),
    "cache_write_mtok": ("text_cache_write", 1_000_000),
    "cache_write_5m_mtok": ("text_cache_write_5m", 1_000_000),
    "cache_write_1h_mtok": ("text_cache_write_1h", 1_000_000),
    "input_audio_mtok": ("audio_input", 1_000_000),
    "cache_audio_read_mtok": ("audio_cached_input", 1_000_000),
    "output_audio_mtok": ("audio_output", 1_000_000),
    "input_image_mtok": ("image_input", 1_000_000),
    "cache_image_read_mtok": ("image_cached_input", 1_000_000),
    "output_image_mtok": ("image_output", 1_000_000),
    "input_video_mtok": ("video_input", 1_000_000),
    "cache_video_read_mtok": ("video_cached_input", 1_000_000),
    "output_video_mtok": ("video_output", 1_000_000),
    "output_reasoning_mtok": ("text_output_thinking", 1_000_000),
    "output_citation_mtok": ("text_citation", 1_000_000),
    "input_audio_hours": ("transcription_seconds", 3600),
    "input_mchars": ("tts_characters", 1_000_000),
    "web_searches_kcount": ("web_search_call", 1000),
    "storage_searches_kcount": ("file_search_call", 1000),
}
#: General fields, with the field for a part of the same tokens. If a model has both, the part is the meter's price.
_GENERAL_FIELDS = {
    "input_mtok": "input_text_mtok",
    "output_mtok": "output_text_mtok",
    "cache_read_mtok": "cache_text_read_mtok",
}
#: Tiers, with the context under which the package returns their prices.
_TIERS: dict[str, dict[str, str] | None] = {
    "standard": None,
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
}
_WRITES_FOR_MINUTES = {"anthropic", "bedrock"}
_EARLY = date(2022, 1, 1)


@dataclass(frozen=True)
class _Span:
    valid_from: date | None
    valid_until: date | None


def package_data() -> list[Any]:
    """Return the providers of the installed package.

    Raises:
        UserError: the package is not installed.
    """
    try:
        from genai_prices.data import providers
    except ImportError as error:
        raise UserError(f"{PACKAGE} is not installed; {INSTALL_ADVICE}") from error
    return list(providers)


def read_quotes(providers: Iterable[Any], known: KnownModels, day: date) -> Iterator[Quote]:
    """Return the prices of genai-prices for the platforms of the book.

    Each model of the book is looked up with the package's own matching rules. The other models of the package follow
    under their own ids. If a price depends on the hour of the day, the most expensive hour counts.

    Args:
        providers: the providers of the package.
        known: the models of the book, and how it resolves names.
        day: the day whose aliases decide whether the book has a model.
    """
    for provider in providers:
        for platform in _PLATFORMS.get(provider.id, ()):
            if platform not in known.platforms:
                continue
            asked = {name: provider.find_model(name) for name in sorted(known.models(platform)) if name != "*"}
            found = {model.id for model in asked.values() if model is not None}
            for name, model in asked.items():
                if model is not None:
                    yield from _model_quotes(model, platform, name)
            for model in provider.models:
                if model.id not in found:
                    yield from _model_quotes(model, platform, known.resolve(platform, _own_name(model), day))


def _own_name(model: Any) -> str:
    """Return the id of a model, or, if its own matching rules do not match that, the first name that they match."""
    if model.is_match(model.id):
        return str(model.id)
    clauses = getattr(model.match, "or_", [model.match])
    return next((str(clause.equals) for clause in clauses if hasattr(clause, "equals")), str(model.id))


def _model_quotes(model: Any, platform: str, name: str) -> Iterator[Quote]:
    """Return the prices of a model. Consecutive spans with the same price are merged."""
    scope, region = bedrock_place(name) if platform == "bedrock" else (_SCOPES.get(platform, ""), "")
    for tier, context in _TIERS.items():
        quotes: dict[tuple[str, int], list[Quote]] = defaultdict(list)
        for span in _spans(model):
            for meter, quantity, start, price in _tier_prices(model, platform, span, context):
                key = PricedKey(platform, name, meter, tier, scope, region)
                quote = Quote(PACKAGE, model.id, key, start, quantity, price, span.valid_from, span.valid_until)
                earlier = quotes[meter, start]
                if earlier and earlier[-1].valid_until == span.valid_from and earlier[-1].unit_price == price:
                    earlier[-1] = replace(earlier[-1], valid_until=span.valid_until)
                else:
                    earlier.append(quote)
        yield from (quote for found in quotes.values() for quote in found)


def _tier_prices(
    model: Any, platform: str, span: _Span, context: dict[str, str] | None
) -> Iterator[tuple[str, int, int, Decimal]]:
    """Return meter, unit quantity, context and USD. For a tier, only the prices of the tier itself are returned."""
    standard = _most_expensive(model, span)
    prices = standard if context is None else _overridden(model, span, context)
    for field, price in prices.items():
        if field not in _METERS or _GENERAL_FIELDS.get(field) in standard:
            continue
        meter, quantity = _METERS[field]
        if meter == "text_cache_write" and platform in _WRITES_FOR_MINUTES:
            meter = "text_cache_write_5m"
        if isinstance(price, Decimal):
            yield meter, quantity, 0, price
        else:
            yield meter, quantity, 0, price.base
            # A tier of the package begins above its start, not at its start.
            yield from ((meter, quantity, tier.start + 1, tier.price) for tier in price.tiers)


def _spans(model: Any) -> list[_Span]:
    """Split time at the days on which a price of the model, or of one of its tiers, begins."""
    conditional = model.prices if isinstance(model.prices, list) else []
    constraints = [part.constraint for part in [*conditional, *(model.price_variants or [])]]
    starts = sorted({start for part in constraints if (start := getattr(part, "start_date", None)) is not None})
    bounds: list[date | None] = [None, *starts, None]
    return [_Span(bounds[index], bounds[index + 1]) for index in range(len(bounds) - 1)]


def _day(span: _Span) -> date:
    return span.valid_from or (span.valid_until - timedelta(days=1) if span.valid_until else _EARLY)


def _most_expensive(model: Any, span: _Span) -> dict[str, Any]:
    """Return the prices of the most expensive hour of a day in the span.

    The package does not date prices for certain hours. In the list, such a price follows the dated price that it
    varies, and it applies in the same period.
    """
    if not isinstance(model.prices, list):
        return _prices(model.prices)
    eras: list[tuple[date | None, list[dict[str, Any]]]] = []
    for part in model.prices:
        start = getattr(part.constraint, "start_date", None)
        if not eras or start is not None:
            eras.append((start, []))
        eras[-1][1].append(_prices(part.prices))
    started = [prices for start, prices in eras if start is None or start <= _day(span)]
    return max(started[-1] if started else eras[0][1], key=lambda prices: _base(prices.get("input_mtok")))


def _overridden(model: Any, span: _Span, context: dict[str, str]) -> dict[str, Any]:
    """Return the prices of the tier itself. For each field the first matching price counts."""
    overrides: dict[str, Any] = {}
    for variant in model.price_variants or []:
        start = getattr(variant.constraint, "start_date", None)
        if (start is None or start <= _day(span)) and all(context.get(key) == at for key, at in variant.when.items()):
            overrides = {**_prices(variant.prices), **overrides}
    return overrides


def _prices(prices: Any) -> dict[str, Any]:
    return {field: price for field, price in prices.__dict__.items() if price is not None}


def _base(price: Any) -> Decimal:
    if price is None:
        return Decimal(0)
    return price if isinstance(price, Decimal) else Decimal(price.base)
