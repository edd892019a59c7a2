"""The price lists themselves: complete, in order, and with the dates on which prices became known."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.commands.price_audit import price_lists
from tools.price_audit.book import Book, read_book, read_prices
from tools.price_audit.proposal import HEADER
from tools.price_audit.quotes import PricedKey

_ROOT = Path(__file__).parents[2]
_SEEDS = _ROOT / "seeds"
_LISTS = price_lists(_ROOT / "dbt_project.yml")

#: Rows of the first lists by platform and confidence. Rows are only added, never removed: a correction is a row too.
_FIRST_ROWS = {
    "anthropic": {"high": 81, "medium": 174, "low": 1},
    "azure": {"high": 370, "medium": 167, "low": 11},
    "bedrock": {"medium": 180},
    "gemini_api": {"high": 12, "medium": 77},
    "openai": {"high": 1059, "medium": 409, "low": 1231},
    "vertex": {"low": 33},
}
#: Models as the answers of the platforms name them.
_ANSWERED = {
    "anthropic": [
        "claude-3-7-sonnet",
        "claude-haiku-4-5-20251001",
        "claude-opus-4-6",
        "claude-opus-4-7",
        "claude-opus-4-8",
        "claude-opus-5",
        "claude-sonnet-4-20250514",
        "claude-sonnet-4-5-20250929",
        "claude-sonnet-4-6",
        "claude-sonnet-5",
    ],
    "azure": ["claude-opus-4-8", "claude-sonnet-4-5-20250929", "gpt-4o-2024-11-20"],
    "bedrock": [
        "amazon.nova-lite-v1:0",
        "amazon.nova-micro-v1:0",
        "amazon.nova-pro-v1:0",
        "anthropic.claude-opus-4-8",
        "openai.gpt-5.5",
        "claude-opus-5",
        "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
        "openai.gpt-5.6-luna",
        "us.amazon.nova-pro-v1:0",
        "us-gov.anthropic.claude-opus-5",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "us.meta.llama3-1-70b-instruct-v1:0",
    ],
    "cerebras": ["gpt-oss-120b", "llama-3.3-70b", "zai-glm-4.7"],
    "cohere": ["command-r-plus", "command-r7b-12-2024"],
    "deepseek": ["deepseek-chat", "deepseek-v4-flash"],
    "fireworks_ai": ["accounts/fireworks/models/glm-5p1", "accounts/fireworks/models/glm-5p3"],
    "gemini_api": [
        "gemini-1.5-flash",
        "gemini-2.0-flash",
        "gemini-2.0-flash-exp",
        "gemini-2.5-flash",
        "gemini-2.5-flash-image",
        "gemini-2.5-flash-lite",
        "gemini-2.5-flash-native-audio-preview-12-2025",
        "gemini-2.5-pro",
        "gemini-2.5-pro-preview-05-06",
        "gemini-3-flash-preview",
        "gemini-3-pro-image",
        "gemini-3-pro-preview",
        "gemini-embedding-001",
        "models/gemini-2.5-pro",
    ],
    "groq": [
        "deepseek-r1-distill-llama-70b",
        "llama-3.3-70b-versatile",
        "llama3-8b-8192",
        "meta-llama/llama-4-maverick-17b-128e-instruct",
        "meta-llama/llama-4-scout-17b-16e-instruct",
        "openai/gpt-oss-120b",
        "qwen/qwen3-32b",
    ],
    "mistral": [
        "devstral-medium-latest",
        "magistral-small-latest",
        "ministral-3b-latest",
        "mistral-large-2512",
        "mistral-large-latest",
        "mistral-medium-latest",
        "pixtral-12b-latest",
    ],
    "modal": ["moonshotai/Kimi-K3"],
    "openai": [
        "computer-use-preview-2025-03-11",
        "gpt-4.1-nano-2025-04-14",
        "gpt-4o-audio-preview-2024-12-17",
        "gpt-4o-search-preview-2025-03-11",
        "gpt-5.4-mini-2026-03-17",
        "gpt-5.6-sol",
        "o1-mini-2024-09-12",
        "text-embedding-3-small",
    ],
    "openrouter": [
        "anthropic/claude-4.5-sonnet-20250929",
        "anthropic/claude-4.6-sonnet-20260217",
        "google/gemini-2.5-flash",
        "openai/gpt-5-mini",
        "openai/gpt-5.1-codex-mini",
        "openai/gpt-5.6-sol",
        "qwen/qwen3-30b-a3b-instruct-2507",
        "z-ai/glm-4.6",
    ],
    "perplexity": ["sonar-deep-research", "sonar-pro"],
    "vertex": [
        "claude-3-5-sonnet-v2@20241022",
        "claude-opus-4-5-20251101",
        "claude-opus-5@default",
        "gemini-2.5-flash",
        "google/gemini-3-flash-preview",
        "publishers/anthropic/models/claude-sonnet-4-5@20250929",
        "publishers/google/models/gemini-2.5-pro",
    ],
    "xai": ["grok-4.6", "grok-4-latest"],
    "zai": ["glm-4.6v", "glm-4.7"],
}


def _book(known_by: date) -> Book:
    return read_book(_SEEDS, _LISTS, datetime.combine(known_by, time.max))


@pytest.mark.parametrize("platform", _LISTS)
def test_rows_are_in_order_and_once(platform: str) -> None:
    """All lists have one header, so that a list can be merged with another."""
    path = _SEEDS / "pricing" / f"{platform}__list_prices.csv"
    with path.open(newline="") as lines:
        assert tuple(next(csv.reader(lines))) == HEADER
    orders = [
        (
            *(row.key.model, row.key.meter, row.key.service_tier, row.key.deployment_scope, row.key.region),
            row.context_from_tokens,
            row.valid_from,
            row.known_at,
        )
        for row in read_prices(path)
    ]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("platform", _LISTS)
def test_models_are_spelt_as_they_are_looked_up(platform: str) -> None:
    """They are in lower case, because another spelling would never be found."""
    rows = read_prices(_SEEDS / "pricing" / f"{platform}__list_prices.csv")
    assert {row.key.model for row in rows if row.key.model != row.key.model.lower()} == set()


@pytest.mark.parametrize("platform", _FIRST_ROWS)
def test_no_row_is_lost(platform: str) -> None:
    """A removed row would remove its history."""
    rows = read_prices(_SEEDS / "pricing" / f"{platform}__list_prices.csv")
    confidences = Counter(row.confidence for row in rows)
    assert all(confidences[name] >= number for name, number in _FIRST_ROWS[platform].items()), confidences


@pytest.mark.parametrize("platform", _ANSWERED)
def test_models_of_answers_are_priced(platform: str) -> None:
    """By name, alias or snapshot, as of today, and with a price for text."""
    today = date(2026, 8, 1)
    book = _book(today)
    models = {name: book.resolve(platform, name, today) for name in _ANSWERED[platform]}
    assert {name for name, model in models.items() if "text_input" not in book.meters(platform, model)} == set()


def test_a_revoked_price_applies_until_its_revocation_is_known() -> None:
    """Claude Sonnet 5 was announced at 3 dollars from 2026-09-01 on, and the price did not come."""
    key = PricedKey("anthropic", "claude-sonnet-5", "text_input")
    expected = {date(2026, 7, 31): 3, date(2026, 8, 31): 3, date(2026, 9, 1): 2, date(2026, 11, 25): 2}
    for known_by, amount in expected.items():
        row = _book(known_by).price_at(key, 0, date(2026, 9, 2))
        assert row is not None and row.unit_price == amount
    before = _book(date(2026, 8, 31)).price_at(key, 0, date(2026, 8, 31))
    assert before is not None and before.unit_price == 2


def test_an_announced_rise_is_known_before_it_comes() -> None:
    """Gemini 3.6 Flash returns to 1.5 dollars in 2027, in every tier in proportion."""
    book = _book(date(2026, 11, 25))
    for tier, amounts in {"standard": ("0.75", "1.5"), "batch": ("0.375", "0.75")}.items():
        key = PricedKey("gemini_api", "gemini-3.6-flash", "text_input", tier)
        days = (date(2026, 12, 31), date(2027, 1, 1))
        assert tuple(str(row.unit_price) for day in days if (row := book.price_at(key, 0, day))) == amounts
    unknown = _book(date(2026, 8, 12))
    row = unknown.price_at(PricedKey("gemini_api", "gemini-3.6-flash", "text_input"), 0, date(2027, 1, 1))
    assert row is not None and str(row.unit_price) == "1.5" and row.valid_from == datetime(2026, 7, 21)


@pytest.mark.parametrize("platform", ["gemini_api", "vertex"])
def test_images_and_video_cost_what_text_does(platform: str) -> None:
    """Where Google states one price for them, they have the same rows, with the same times, sizes and tiers."""
    rows = read_prices(_SEEDS / "pricing" / f"{platform}__list_prices.csv")
    one_price = [row for row in rows if row.source.startswith("one price for text, image")]
    text = {
        (row.key.model, row.key.meter, row.key.service_tier, row.context_from_tokens, row.valid_from): row
        for row in rows
        if row.key.meter.startswith("text_")
    }
    assert len(one_price) > 500
    for row in one_price:
        meter = "text_" + row.key.meter.partition("_")[2]
        twin = text[row.key.model, meter, row.key.service_tier, row.context_from_tokens, row.valid_from]
        assert (row.unit_price, row.known_at, row.retired_at) == (twin.unit_price, twin.known_at, twin.retired_at)
    models = {row.key.model for row in one_price if row.key.meter == "video_input"}
    assert {"gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-flash-preview"} <= models
    assert "audio_input" not in {row.key.meter for row in one_price if row.key.model == "gemini-2.5-flash"}


def _unit_price(book: Book, platform: str, name: str, scope: str, day: date, tier: str = "standard") -> Decimal:
    """The price of a text input token of a call, in USD per million."""
    model = book.resolve(platform, name, day)
    key = book.fitting_key(PricedKey(platform, model, "text_input", tier, scope))
    row = None if key is None else book.price_at(key, 0, day)
    assert row is not None, f"{name} in scope {scope} has no price"
    return row.unit_price


def test_geographies_and_regions_of_claude_cost_a_tenth_more() -> None:
    """In Bedrock and Vertex AI this holds from Claude 4.5 on, for every geography that a call can name."""
    day = date(2026, 11, 25)
    book = _book(day)
    profiles = [name for name in book.models("bedrock") if name.startswith("global.anthropic.claude-")]
    assert len(profiles) > 12
    for profile in profiles:
        model = profile.removeprefix("global.")
        factor = Decimal("1" if "sonnet-4-2025" in model else "1.1")
        price = factor * _unit_price(book, "bedrock", profile, "global", day)
        assert _unit_price(book, "bedrock", model, "regional", day) == price
        for geography in ("apac", "au", "ca", "in", "jp", "us"):
            assert _unit_price(book, "bedrock", f"{geography}.{model}", "data_zone", day) == price
    for model in (name for name in book.models("vertex") if name.startswith("claude-")):
        before = model.startswith("claude-3") or model in {"claude-opus-4", "claude-opus-4-1", "claude-sonnet-4"}
        price = Decimal("1" if before else "1.1") * _unit_price(book, "vertex", model, "global", day)
        assert {_unit_price(book, "vertex", model, scope, day) for scope in ("data_zone", "regional")} == {price}


def test_a_retired_model_costs_what_its_successor_does() -> None:
    """xAI redirected its retired models on 15 May 2026."""
    days = (date(2026, 5, 14), date(2026, 5, 16))
    for name, amounts in {
        "grok-3": ("3", "1.25"),
        "grok-4-latest": ("3", "1.25"),
        "grok-4-fast-reasoning": ("0.2", "1.25"),
        "grok-code-fast-1": ("0.2", "1"),
        "grok-3-mini-beta": ("0.3", "1.25"),
    }.items():
        prices = tuple(str(_unit_price(_book(day), "xai", name, "", day)) for day in days)
        assert prices == amounts, name


def test_a_moving_name_is_priced_at_the_model_of_the_day() -> None:
    """Google moved its names several times."""
    book = _book(date(2026, 11, 25))
    models = {
        date(2025, 10, 1): "gemini-2.5-flash",
        date(2026, 2, 1): "gemini-3-flash-preview",
        date(2026, 6, 1): "gemini-3.5-flash",
        date(2026, 11, 1): "gemini-3.8-flash",
    }
    for day, model in models.items():
        assert book.resolve("gemini_api", "models/gemini-flash-latest", day) == model


def test_a_preview_is_the_release_that_its_bill_names() -> None:
    """So usage of the preview and a bill of the release are one model."""
    book = _book(date(2026, 11, 25))
    for platform, name in (("gemini_api", "models/{}-preview"), ("vertex", "publishers/google/models/{}-preview")):
        for release in ("gemini-3-pro-image", "gemini-3.1-flash-image"):
            assert book.resolve(platform, name.format(release), date(2026, 3, 10)) == release
            assert "image_output" in book.meters(platform, release)


def test_a_batch_of_an_older_model_has_no_cache_discount() -> None:
    """OpenAI states so for the Batch API. From GPT-5 on its price page has cached prices for batches."""
    day = date(2026, 11, 25)
    book = _book(day)
    prices = {"gpt-4o": ("1.25", "1.25"), "gpt-4o-mini": ("0.075", "0.075"), "gpt-5": ("0.0625", "0.625")}
    for model, expected in prices.items():
        keys = (PricedKey("openai", model, meter, "batch") for meter in ("text_cached_input", "text_input"))
        assert tuple(str(row.unit_price) for key in keys if (row := book.price_at(key, 0, day))) == expected
    assert "text_cached_input" in book.meters("openai", "o4-mini")
    assert book.price_at(PricedKey("openai", "o4-mini", "text_cached_input", "batch"), 0, day) is None
