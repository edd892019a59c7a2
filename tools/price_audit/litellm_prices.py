"""The prices in litellm: one JSON file without dates. Amounts are in USD per single unit, as of the release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from tokenbooks.errors import UserError
from tools.price_audit.quotes import INSTALL_ADVICE, KnownModels, PricedKey, Quote, bedrock_place

PACKAGE = "litellm"
_FILE = "litellm/model_prices_and_context_window_backup.json"

_PLATFORMS = {
    "anthropic": "anthropic",
    "azure": "azure",
    "azure_ai": "azure",
    "bedrock": "bedrock",
    "bedrock_converse": "bedrock",
    "bedrock_mantle": "bedrock",
    "cerebras": "cerebras",
    "cohere": "cohere",
    "cohere_chat": "cohere",
    "deepseek": "deepseek",
    "fireworks_ai": "fireworks_ai",
    "fireworks_ai-embedding-models": "fireworks_ai",
    "gemini": "gemini_api",
    "groq": "groq",
    "mistral": "mistral",
    "openai": "openai",
    "perplexity": "perplexity",
    "text-completion-openai": "openai",
    "vertex_ai-anthropic_models": "vertex",
    "vertex_ai-embedding-models": "vertex",
    "vertex_ai-language-models": "vertex",
    "xai": "xai",
    "zai": "zai",
}
#: Prefixes of names that state where a call goes. They are not part of the model's name.
_ROUTES = re.compile(
    r"^(azure|azure_ai|bedrock|bedrock_mantle|cerebras|cohere|deepseek|fireworks_ai|gemini|groq|mistral|openai|"
    r"perplexity|vertex_ai|xai|zai)/"
)
#: Prefixes of Azure's names for a scope, with the scope and the geography that the price applies to.
_AZURE_SCOPES = {
    "us": ("data_zone", "us"),
    "eu": ("data_zone", "eu"),
    "apac": ("data_zone", "apac"),
    "global": ("global", ""),
    "global-standard": ("global", ""),
}
#: Names with an image size, a commitment or a single AWS region, and models in Azure of other makers than OpenAI and
#: Anthropic. The audit compares no prices of these.
_NO_MODEL = re.compile(
    r"(^|/)(max|\d+)-x-(max|\d+)/|/\d+-steps/|-month-commitment/|^bedrock/|^bedrock_mantle/us-gov|^azure_ai/(?!claude)"
)

#: Base fields, with the meter that each prices and the number of units in the book's price.
_METERS = {
    "input_cost_per_token": "text_input",
    "output_cost_per_token": "text_output",
    "cache_read_input_token_cost": "text_cached_input",
    "cache_creation_input_token_cost": "text_cache_write",
    "cache_creation_input_token_cost_above_1hr": "text_cache_write_1h",
    "input_cost_per_audio_token": "audio_input",
    "cache_read_input_audio_token_cost": "audio_cached_input",
    "output_cost_per_audio_token": "audio_output",
    "input_cost_per_image_token": "image_input",
    "cache_read_input_image_token_cost": "image_cached_input",
    "output_cost_per_image_token": "image_output",
    "input_cost_per_video_token": "video_input",
    "output_cost_per_video_token": "video_output",
    "citation_cost_per_token": "text_citation",
    "input_cost_per_character": "tts_characters",
    "input_cost_per_second": "transcription_seconds",
    "code_interpreter_cost_per_session": "code_interpreter_session",
}
_QUANTITIES = {"tts_characters": 1_000_000, "transcription_seconds": 3600, "code_interpreter_session": 1}
_FIELD = re.compile(r"^(?P<base>.+?)(?:_above_(?P<context>\d+)k_tokens)?(?:_(?P<tier>batches|flex|priority))?$")
_TIERS = {None: "standard", "batches": "batch", "flex": "flex", "priority": "priority"}
#: Platforms whose cache writes live five minutes, unless the name of the field states an hour. Those of Claude do so
#: everywhere.
_WRITES_FOR_MINUTES = {"anthropic", "bedrock"}


@dataclass(frozen=True)
class _Place:
    platform: str
    model: str
    deployment_scope: str
    region: str


def package_data() -> Mapping[str, Mapping[str, Any]]:
    """Return the price data of the installed package, with every number as a Decimal.

    Raises:
        UserError: the package is not installed.
    """
    try:
        path = Path(str(distribution(PACKAGE).locate_file(_FILE)))
        data: dict[str, dict[str, Any]] = json.loads(path.read_text(), parse_float=Decimal, parse_int=Decimal)
    except (PackageNotFoundError, OSError) as error:
        raise UserError(f"{PACKAGE} is not installed; {INSTALL_ADVICE}") from error
    return data


def read_quotes(data: Mapping[str, Mapping[str, Any]], known: KnownModels, day: date) -> Iterator[Quote]:
    """Return the prices of litellm for the platforms of the book.

    Args:
        data: fields by name, with amounts in USD per single unit.
        known: resolves names as the book does.
        day: the day that the data, which has no dates, is assumed to describe.
    """
    places = {
        name: place
        for name, entry in data.items()
        if (place := _place(name, str(entry.get("litellm_provider", "")))) is not None
        and place.platform in known.platforms
    }
    own = set(places.values())
    for name, place in places.items():
        model = known.resolve(place.platform, place.model, day)
        # If the data has the model under its own name, the prices under its other names are not needed.
        if model != place.model and replace(place, model=model) in own:
            continue
        for tier, meter, context, quantity, price in _prices(place, data[name]):
            key = PricedKey(place.platform, model, meter, tier, place.deployment_scope, place.region)
            yield Quote(PACKAGE, name, key, context, quantity, price, day, day + timedelta(days=1))


def _place(name: str, provider: str) -> _Place | None:
    platform = _PLATFORMS.get(provider)
    if platform is None or _NO_MODEL.search(name):
        return None
    model, scope, region = _ROUTES.sub("", name), "", ""
    if platform == "azure":
        scope = "global"
        head, _, rest = model.partition("/")
        if rest:
            if head not in _AZURE_SCOPES:
                return None
            model, (scope, region) = rest, _AZURE_SCOPES[head]
    elif platform == "bedrock":
        scope, region = bedrock_place(model)
    elif platform == "vertex":
        scope = "global"
    return _Place(platform, model.lower(), scope, region)


def _prices(place: _Place, entry: Mapping[str, Any]) -> Iterator[tuple[str, str, int, int, Decimal]]:
    """Return tier, meter, context, unit quantity and USD for that quantity, for every price field."""
    for field, amount in entry.items():
        parsed = _FIELD.match(field)
        if parsed is None or not isinstance(amount, Decimal) or parsed["base"] not in _METERS:
            continue
        meter = _METERS[parsed["base"]]
        if meter == "text_cache_write" and (place.platform in _WRITES_FOR_MINUTES or "claude" in place.model):
            meter = "text_cache_write_5m"
        # A model that is billed by tokens is not also billed by seconds.
        if meter == "transcription_seconds" and entry.get("input_cost_per_token"):
            continue
        context = int(parsed["context"]) * 1000 + 1 if parsed["context"] else 0
        quantity = _QUANTITIES.get(meter, 1_000_000)
        yield _TIERS[parsed["tier"]], meter, context, quantity, amount * quantity
    thinking = entry.get("output_cost_per_reasoning_token")
    if isinstance(thinking, Decimal) and thinking != entry.get("output_cost_per_token"):
        yield "standard", "text_output_thinking", 0, 1_000_000, thinking * 1_000_000
    searches = entry.get("search_context_cost_per_query")
    if isinstance(searches, Mapping) and len(set(searches.values())) == 1:
        yield "standard", "web_search_call", 0, 1, Decimal(next(iter(searches.values())))
