"""Real usage bodies of providers, and the results of another library for them.

The bodies are in `data/real_usage_bodies.jsonl`; their sources are in `data/SOURCES.md`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from python_tests.pipeline.landing import Deliveries

ACCOUNT = "real-bodies"
_BODIES = Path(__file__).parents[1] / "data" / "real_usage_bodies.jsonl"
#: The time of the calls: a day on which most of the models have a price.
_AT = "2026-11-10T00:00:00Z"

#: Keys that identify the provider of a body. The first key that exists counts.
_PLATFORMS = {
    "inputTokens": "bedrock",
    "cache_creation_input_tokens": "anthropic",
    "is_byok": "openrouter",
    "prompt_time": "groq",
    "billed_units": "cohere",
    "num_cached_tokens": "mistral",
}
_OPENAI_MODELS = ("gpt-4", "gpt-5", "o1", "o3", "o4", "text-embedding", "computer-use")
#: Words in the name of the file, for bodies without such a key.
_FILES = ("bedrock", "cerebras", "deepseek", "huggingface", "mistral", "ollama", "openrouter")
#: Our names of platforms and the names of the other library.
_PROVIDERS = {
    "anthropic": "anthropic",
    "bedrock": "aws",
    "cerebras": "cerebras",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "gemini_api": "google",
    "groq": "groq",
    "mistral": "mistral",
    "openai": "openai",
    "openrouter": "openrouter",
}


@dataclass(frozen=True)
class Body:
    """One body: its number in the file, its platform, and its content."""

    number: int
    platform: str
    content: dict[str, Any]

    @property
    def event_id(self) -> str:
        """The key of its event."""
        return f"{self.platform}/{ACCOUNT}-{self.number}"

    @property
    def model(self) -> str:
        """The model that it names; empty if it does not name one."""
        return self.content.get("model") or self.content.get("modelVersion") or ""

    @property
    def usage(self) -> dict[str, Any]:
        """Its usage object."""
        usage: dict[str, Any] = self.content.get("usage") or self.content["usageMetadata"]
        return usage

    def peer_cost(self) -> Decimal | None:
        """The cost according to genai-prices, to twelve decimals; None if it cannot read or price the body."""
        from genai_prices import extract_usage

        if self.platform not in _PROVIDERS:
            return None
        try:
            usage = extract_usage(self.content, provider_id=_PROVIDERS[self.platform], api_flavor=self._flavor)
            price = usage.calc_price(genai_request_timestamp=datetime.fromisoformat(_AT).astimezone(UTC))
        except (LookupError, ValueError):
            return None
        return Decimal(price.total_price).quantize(Decimal("1e-12"))

    @property
    def _flavor(self) -> str:
        if self.platform == "openai" and "input_tokens" in self.usage:
            return "responses"
        if self.platform == "openai" and "completion_tokens" not in self.usage:
            return "embeddings"
        if self.platform in ("openai", "openrouter", "deepseek", "cerebras"):
            return "chat"
        return "chat" if self.platform == "gemini_api" and "usage" in self.content else "default"


@cache
def read_bodies() -> tuple[Body, ...]:
    """All bodies, in the order of the file."""
    bodies = []
    for number, line in enumerate(_BODIES.read_text(encoding="utf-8").splitlines()):
        record = json.loads(line)
        file = record.pop("file")
        bodies.append(Body(number, _platform(record, file), record))
    return tuple(bodies)


def land_bodies(deliveries: Deliveries) -> None:
    """Land each body as a call of its platform."""
    for body in read_bodies():
        deliveries.call(
            ACCOUNT,
            f"{ACCOUNT}-{body.number}",
            body.content,
            _AT,
            platform=body.platform,
            # No bill covers these calls, so their prices come only from the price book.
            billing_account_id=None,
        )


def _platform(record: dict[str, Any], file: str) -> str:
    if "usageMetadata" in record:
        return "gemini_api"
    named = (platform for key, platform in _PLATFORMS.items() if key in record["usage"])
    model = record.get("model") or ""
    known = (name for name in _FILES if name in file)
    if platform := next(named, None):
        return platform
    if model.startswith(_OPENAI_MODELS):
        return "openai"
    return "gemini_api" if model.startswith("gemini") else next(known, "together")
