"""The alternatives: litellm and genai-prices price the same events, with one call per event, in one process."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

Event = dict[str, Any]
#: The speed of both is steady from a few hundred events on.
PEER_EVENTS = 5_000


@dataclass(frozen=True)
class Peer:
    """The speed and result of one library. The cost is in USD, as a float, because these libraries use floats."""

    name: str
    events: int
    seconds: float
    total_cost: float

    @property
    def events_per_second(self) -> float:
        """Return the number of events priced per second, without the import."""
        return self.events / self.seconds


def measure_peers(landing: Path, events: int = PEER_EVENTS) -> list[Peer]:
    """Price the first events of a usage file with each library."""
    with min((landing / "usage").glob("*.jsonl")).open() as lines:
        rows = [json.loads(line) for line in islice(lines, events)]
    return [_measure(name, price, rows) for name, price in (("litellm", _litellm()), ("genai-prices", _genai_prices()))]


def _measure(name: str, price: Callable[[Event], float], rows: list[Event]) -> Peer:
    price(rows[0])  # the first call sets tables up
    started = time.perf_counter()
    total = sum(price(row) for row in rows)
    return Peer(name, len(rows), time.perf_counter() - started, total)


def _litellm() -> Callable[[Event], float]:
    # Use the price list in the package. By default litellm downloads it.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    from litellm import cost_per_token
    from litellm.types.utils import CompletionTokensDetailsWrapper, PromptTokensDetailsWrapper, Usage

    def price(row: Event) -> float:
        usage = row["payload"]["response"]["usage"]
        sent, received = usage["input_token_details"], usage["output_token_details"]
        costs = cost_per_token(
            # litellm does not have this snapshot of the model.
            model=row["model"].removesuffix("-2025-12-15"),
            custom_llm_provider="openai",
            usage_object=Usage(
                prompt_tokens=usage["input_tokens"],
                completion_tokens=usage["output_tokens"],
                total_tokens=usage["total_tokens"],
                prompt_tokens_details=PromptTokensDetailsWrapper(
                    cached_tokens=sent["cached_tokens"],
                    audio_tokens=sent["audio_tokens"],
                    text_tokens=sent["text_tokens"],
                ),
                completion_tokens_details=CompletionTokensDetailsWrapper(
                    audio_tokens=received["audio_tokens"], text_tokens=received["text_tokens"]
                ),
            ),
        )
        return float(sum(costs))

    return price


def _genai_prices() -> Callable[[Event], float]:
    from genai_prices import Usage, calc_price

    def price(row: Event) -> float:
        usage = row["payload"]["response"]["usage"]
        sent, received = usage["input_token_details"], usage["output_token_details"]
        result = calc_price(
            Usage(
                input_tokens=usage["input_tokens"],
                output_tokens=usage["output_tokens"],
                cache_read_tokens=sent["cached_tokens"],
                input_audio_tokens=sent["audio_tokens"],
                cache_audio_read_tokens=sent["cached_tokens_details"]["audio_tokens"],
                output_audio_tokens=received["audio_tokens"],
            ),
            model_ref=row["model"],
            provider_id="openai",
            genai_request_timestamp=datetime.fromisoformat(row["occurred_at"]),
        )
        return float(result.total_price)

    return price
