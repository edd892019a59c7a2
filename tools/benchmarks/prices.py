"""The three Realtime models of the benchmark and their list prices, so that seeds do not change the results."""

from decimal import Decimal

METERS = ("text_input", "text_cached_input", "text_output", "audio_input", "audio_cached_input", "audio_output")
# The name of each meter in a cost line item.
LINE_ITEM_SUFFIXES = (
    "text, input",
    "text, cached input",
    "text, output",
    "audio, input",
    "audio, cached input",
    "audio, output",
)
# USD per million tokens, in the order of METERS.
PRICES_PER_MILLION: dict[str, tuple[str, ...]] = {
    "gpt-4o-mini-realtime-preview-2024-12-17": ("0.6", "0.3", "2.4", "10", "0.3", "20"),
    "gpt-realtime-mini-2025-12-15": ("0.6", "0.06", "2.4", "10", "0.3", "20"),
    "gpt-realtime": ("4", "0.4", "16", "32", "0.4", "64"),
}
MODELS = tuple(PRICES_PER_MILLION)


def price_rows() -> list[tuple[str, str, Decimal]]:
    """Return model, meter and the exact USD price of one token."""
    return [
        (model, meter, Decimal(price) * Decimal("0.000001"))
        for model, prices in PRICES_PER_MILLION.items()
        for meter, price in zip(METERS, prices, strict=True)
    ]
